package dev.scriptorium.engine;

import java.util.List;

/**
 * What a model looked at while it wrote: a word alignment, as good as the model has learnt one.
 *
 * @param targetEnds for each token written, where it ends in the text; one that stands for no text ends where it begins
 * @param weights for each token written by the model, how much it attended to each token of the source, which sum to 1: the
 *     mean over the heads of the decoder layer that aligns best; none for an end token that it had to write
 */
public record Attention(int[] targetEnds, List<float[]> weights) {

    public Attention {
        weights = List.copyOf(weights);
    }
}
