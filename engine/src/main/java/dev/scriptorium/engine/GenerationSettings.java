package dev.scriptorium.engine;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a sequence is searched for; the names and meanings are those of {@code generate()} in transformers.
 *
 * @param beams 1 is greedy search
 * @param maxNewTokens the most tokens generated for one input, the end token included
 * @param minNewTokens before them no sequence ends
 * @param lengthPenalty above 0 favours long sequences; read where beams is above 1
 * @param repetitionPenalty above 1 makes what was written before less likely; 1 is none
 * @param noRepeatNgramSize no run of this many tokens occurs twice; 0 is no limit
 * @param encoderNoRepeatNgramSize no run of this many tokens of the input is written; 0 is no limit
 * @param alternatives sequences for one input ({@code num_return_sequences}): the best of the beams, or as many samples
 * @param sampling null where sequences are searched for
 */
public record GenerationSettings(
        int beams,
        int maxNewTokens,
        int minNewTokens,
        float lengthPenalty,
        float repetitionPenalty,
        int noRepeatNgramSize,
        int encoderNoRepeatNgramSize,
        int alternatives,
        @Nullable Sampling sampling) {

    public static final int MAX_BEAMS = 32;

    public GenerationSettings {
        if (beams < 1 || beams > MAX_BEAMS) {
            throw new IllegalArgumentException("beams must be from 1 to " + MAX_BEAMS + " but is " + beams);
        }
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("maxNewTokens must be at least 1 but is " + maxNewTokens);
        }
        if (minNewTokens < 0) {
            throw new IllegalArgumentException("minNewTokens must be at least 0 but is " + minNewTokens);
        }
        if (!Float.isFinite(lengthPenalty)) {
            throw new IllegalArgumentException("lengthPenalty must be finite but is " + lengthPenalty);
        }
        if (!(repetitionPenalty > 0) || Float.isInfinite(repetitionPenalty)) {
            throw new IllegalArgumentException("repetitionPenalty must be above 0 but is " + repetitionPenalty);
        }
        if (noRepeatNgramSize < 0) {
            throw new IllegalArgumentException("noRepeatNgramSize must be at least 0 but is " + noRepeatNgramSize);
        }
        if (encoderNoRepeatNgramSize < 0) {
            throw new IllegalArgumentException(
                    "encoderNoRepeatNgramSize must be at least 0 but is " + encoderNoRepeatNgramSize);
        }
        if (alternatives < 1 || alternatives > MAX_BEAMS) {
            throw new IllegalArgumentException(
                    "alternatives must be from 1 to " + MAX_BEAMS + " but is " + alternatives);
        }
    }

    /** A search for the one best sequence. */
    public GenerationSettings(
            int beams, int maxNewTokens, float lengthPenalty, float repetitionPenalty, int noRepeatNgramSize) {
        this(beams, maxNewTokens, 0, lengthPenalty, repetitionPenalty, noRepeatNgramSize, 0, 1, null);
    }

    /** Sequences that are written for one input at the same time. */
    public int rows() {
        return sampling == null ? beams : alternatives;
    }

    /** @throws IllegalArgumentException where single settings do not go together */
    public GenerationSettings checked() {
        if (sampling != null && beams > 1) {
            throw new IllegalArgumentException("samples are drawn with 1 beam, not with " + beams);
        }
        if (sampling == null && alternatives > beams) {
            throw new IllegalArgumentException(
                    alternatives + " alternatives need as many beams, or sampling; beams is " + beams);
        }
        return this;
    }

    /** All settings, to be changed one by one. */
    private final class Draft {

        private int beams = GenerationSettings.this.beams;
        private int maxNewTokens = GenerationSettings.this.maxNewTokens;
        private int minNewTokens = GenerationSettings.this.minNewTokens;
        private float lengthPenalty = GenerationSettings.this.lengthPenalty;
        private float repetitionPenalty = GenerationSettings.this.repetitionPenalty;
        private int noRepeatNgramSize = GenerationSettings.this.noRepeatNgramSize;
        private int encoderNoRepeatNgramSize = GenerationSettings.this.encoderNoRepeatNgramSize;
        private int alternatives = GenerationSettings.this.alternatives;
        private @Nullable Sampling sampling = GenerationSettings.this.sampling;

        GenerationSettings settings() {
            return new GenerationSettings(
                    beams,
                    maxNewTokens,
                    minNewTokens,
                    lengthPenalty,
                    repetitionPenalty,
                    noRepeatNgramSize,
                    encoderNoRepeatNgramSize,
                    alternatives,
                    sampling);
        }
    }

    private GenerationSettings changed(Consumer<Draft> change) {
        Draft draft = new Draft();
        change.accept(draft);
        return draft.settings();
    }

    public GenerationSettings withBeams(int value) {
        return changed(draft -> draft.beams = value);
    }

    public GenerationSettings withMaxNewTokens(int value) {
        return changed(draft -> draft.maxNewTokens = value);
    }

    public GenerationSettings withMinNewTokens(int value) {
        return changed(draft -> draft.minNewTokens = value);
    }

    public GenerationSettings withLengthPenalty(float value) {
        return changed(draft -> draft.lengthPenalty = value);
    }

    public GenerationSettings withRepetitionPenalty(float value) {
        return changed(draft -> draft.repetitionPenalty = value);
    }

    public GenerationSettings withNoRepeatNgramSize(int value) {
        return changed(draft -> draft.noRepeatNgramSize = value);
    }

    public GenerationSettings withEncoderNoRepeatNgramSize(int value) {
        return changed(draft -> draft.encoderNoRepeatNgramSize = value);
    }

    public GenerationSettings withAlternatives(int value) {
        return changed(draft -> draft.alternatives = value);
    }

    /** @param value null for a search */
    public GenerationSettings withSampling(@Nullable Sampling value) {
        return changed(draft -> draft.sampling = value);
    }
}
