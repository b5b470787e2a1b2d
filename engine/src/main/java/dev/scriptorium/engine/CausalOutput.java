package dev.scriptorium.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token that was generated.
 *
 * @param token the token as the model chose it; an end token, too
 * @param text what can be shown of the answer since the output before: empty while a character is not complete, or while it
 *     may be the beginning of a stop string
 * @param logProbability natural, as the model gave it before any rule; NaN where it was not asked for
 * @param likeliest as many tokens as were asked for, the likeliest first
 * @param finish null while the sequence continues
 * @param promptScores the log-probability of each prompt token but the first, with the first output of a request that asked for
 *     them; else empty
 * @param reusedTokens tokens of the prompt that came from the KV cache
 */
public record CausalOutput(
        CausalBatch.SequenceHandle sequence,
        int token,
        String text,
        float logProbability,
        List<ScoredToken> likeliest,
        @Nullable Finish finish,
        float[] promptScores,
        int reusedTokens) {

    /** Why a sequence ended. */
    public enum Finish {
        /** By an end token or a stop string, or as a whole answer in the form that was asked for. */
        STOP,
        /** At the length limit; an answer in a form is not whole then. */
        LENGTH
    }

    /** A token and its natural log-probability. */
    public record ScoredToken(int token, float logProbability) {}
}
