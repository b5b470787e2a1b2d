package dev.scriptorium.engine;

import dev.scriptorium.tokenizers.Languages;
import org.jspecify.annotations.Nullable;

/**
 * What a text is written from.
 *
 * @param source ids, as {@link Seq2SeqModel#encode} gives them
 * @param target null where the model writes; else the ids that it is to be scored on, of which it chooses none
 * @param aligned whether each sequence comes with its {@link Attention}
 */
public record GenerationInput(
        int[] source, Languages languages, GenerationSettings settings, int @Nullable [] target, boolean aligned) {

    /** The model writes. */
    public GenerationInput(int[] source, Languages languages, GenerationSettings settings) {
        this(source, languages, settings, null, false);
    }

    /** The model says how likely it would have written {@code target}. */
    public static GenerationInput scored(int[] source, Languages languages, GenerationSettings defaults, int[] target) {
        GenerationSettings single = defaults.withBeams(1).withAlternatives(1).withSampling(null);
        return new GenerationInput(source, languages, single, target, false);
    }

    public GenerationInput withAlignment(boolean wanted) {
        return new GenerationInput(source, languages, settings, target, wanted);
    }

    /** Sequences that are written at the same time. */
    public int rows() {
        return target == null ? settings.rows() : 1;
    }
}
