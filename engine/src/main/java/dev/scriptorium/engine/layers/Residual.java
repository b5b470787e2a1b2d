package dev.scriptorium.engine.layers;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The stream of hidden states that blocks of a transformer add to, normalised after or before each block. For one thread.
 *
 * <p>Where the blocks are normalised before, adding a block and normalising for the next one are the same operator, so a
 * block is added only when the next is known.
 */
public abstract sealed class Residual {

    final Layers layers;
    String stream = "";

    private Residual(Layers layers) {
        this.layers = layers;
    }

    public static Residual normalisedAfter(Layers layers) {
        return new After(layers);
    }

    public static Residual normalisedBefore(Layers layers) {
        return new Before(layers);
    }

    /** Starts the stream: {@code [rows, width]}. */
    public void begin(String hidden) {
        stream = hidden;
    }

    /** Adds what a block makes of the stream. */
    public abstract void block(String norm, Function<String, Layers.Change> block);

    /** The stream after the last block; {@code norm} is the last normalisation, which only some models have. */
    public abstract String end(String norm);

    private static final class After extends Residual {

        After(Layers layers) {
            super(layers);
        }

        @Override
        public void block(String norm, Function<String, Layers.Change> block) {
            stream = layers.addAndNormalise(stream, block.apply(stream), norm);
        }

        @Override
        public String end(String norm) {
            return stream;
        }
    }

    private static final class Before extends Residual {

        /** What the block before made, not yet added; null before the first. */
        private Layers.@Nullable Change change;

        Before(Layers layers) {
            super(layers);
        }

        @Override
        public void block(String norm, Function<String, Layers.Change> block) {
            change = block.apply(normalised(norm));
        }

        @Override
        public String end(String norm) {
            return change == null ? layers.normalise(stream, norm) : layers.addAndNormalise(stream, change, norm);
        }

        private String normalised(String norm) {
            if (change == null) {
                return layers.normalise(stream, norm);
            }
            Layers.Sum sum = layers.addKeepingSum(stream, change, norm);
            stream = sum.sum();
            return sum.normalised();
        }
    }
}
