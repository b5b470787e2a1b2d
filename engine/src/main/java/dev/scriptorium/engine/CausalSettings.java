package dev.scriptorium.engine;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a prompt is continued.
 *
 * @param maxNewTokens the most tokens that are generated, the end token included
 * @param sampling null for greedy decoding
 * @param stops texts at which the answer ends; it does not hold them
 * @param logProbabilities below 0: none are given; else those of the generated token and of so many of the likeliest
 * @param adjustments of the scores, before a token is chosen
 * @param constraint makes the constraint of the output, for each sequence; null for none
 */
public record CausalSettings(
        int maxNewTokens,
        @Nullable Sampling sampling,
        List<String> stops,
        int logProbabilities,
        ScoreAdjustments adjustments,
        @Nullable Supplier<TokenConstraint> constraint) {

    public CausalSettings {
        stops = List.copyOf(stops);
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("maxNewTokens must be at least 1 but is " + maxNewTokens);
        }
        if (stops.contains("")) {
            throw new IllegalArgumentException("a stop string is empty");
        }
    }

    /** The likeliest tokens, without rules. */
    public static CausalSettings greedy(int maxNewTokens) {
        return new CausalSettings(maxNewTokens, null, List.of(), -1, ScoreAdjustments.NONE, null);
    }

    public CausalSettings withMaxNewTokens(int value) {
        return new CausalSettings(value, sampling, stops, logProbabilities, adjustments, constraint);
    }

    /** @param value null for the likeliest tokens */
    public CausalSettings withSampling(@Nullable Sampling value) {
        return new CausalSettings(maxNewTokens, value, stops, logProbabilities, adjustments, constraint);
    }

    public CausalSettings withStops(List<String> value) {
        return new CausalSettings(maxNewTokens, sampling, value, logProbabilities, adjustments, constraint);
    }

    public CausalSettings withLogProbabilities(int value) {
        return new CausalSettings(maxNewTokens, sampling, stops, value, adjustments, constraint);
    }

    public CausalSettings withAdjustments(ScoreAdjustments value) {
        return new CausalSettings(maxNewTokens, sampling, stops, logProbabilities, value, constraint);
    }

    public CausalSettings withConstraint(Supplier<TokenConstraint> value) {
        return new CausalSettings(maxNewTokens, sampling, stops, logProbabilities, adjustments, value);
    }
}
