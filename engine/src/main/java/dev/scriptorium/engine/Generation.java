package dev.scriptorium.engine;

import java.util.Optional;

/**
 * A generated sequence.
 *
 * @param ids what the model wrote, without the start token, with the end token where it came to an end
 * @param text the ids as text, without special tokens
 * @param score mean natural-log probability per token, at most 0; beam search counts what its rules made of them
 * @param truncated true where the length limit ended the text, not the model
 * @param tokenScores the natural-log probability that the model gave each token, before any rule; 0 for a forced one
 * @param attention where it was asked for; empty too on a GPU, whose fused attention gives no weights
 */
public record Generation(
        int[] ids, String text, float score, boolean truncated, float[] tokenScores, Optional<Attention> attention) {

    /** Without attention. */
    public Generation(int[] ids, String text, float score, boolean truncated, float[] tokenScores) {
        this(ids, text, score, truncated, tokenScores, Optional.empty());
    }

    /** The natural-log probability of the whole sequence. */
    public double logLikelihood() {
        double sum = 0;
        for (float tokenScore : tokenScores) {
            sum += tokenScore;
        }
        return sum;
    }

    /** The inverse of the tokens' mean probability: 1 for a sequence that the model was sure of. */
    public double perplexity() {
        return Math.exp(-logLikelihood() / Math.max(1, tokenScores.length));
    }
}
