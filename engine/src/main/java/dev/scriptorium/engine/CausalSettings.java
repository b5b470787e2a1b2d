package dev.scriptorium.engine;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a prompt is continued.
 *
 * @param maxNewTokens the most tokens that are generated, the end token included
 * @param sampling null for greedy decoding
 * @param stops texts at which the answer ends; it does not hold them
 * @param logProbabilities below 0: none are given; else those of the generated token and of so many of the likeliest
 * @param repetitionPenalty above 1 makes tokens of the prompt and the answer less likely; 1 is none
 * @param presencePenalty taken off the score of tokens that the answer has already
 * @param frequencyPenalty taken off for each time that it has them
 * @param bias added to the scores of tokens
 * @param ignoreEnd whether end tokens are never generated, so that the answer has the full length
 * @param constraint makes the constraint of the output, for each sequence; null for none
 */
public record CausalSettings(
        int maxNewTokens,
        @Nullable Sampling sampling,
        List<String> stops,
        int logProbabilities,
        float repetitionPenalty,
        float presencePenalty,
        float frequencyPenalty,
        Map<Integer, Float> bias,
        boolean ignoreEnd,
        @Nullable Supplier<TokenConstraint> constraint) {

    public CausalSettings {
        stops = List.copyOf(stops);
        bias = Map.copyOf(bias);
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("maxNewTokens must be at least 1 but is " + maxNewTokens);
        }
        if (stops.contains("")) {
            throw new IllegalArgumentException("a stop string is empty");
        }
        if (!(repetitionPenalty > 0) || Float.isInfinite(repetitionPenalty)) {
            throw new IllegalArgumentException("repetitionPenalty must be above 0 but is " + repetitionPenalty);
        }
        if (!Float.isFinite(presencePenalty) || !Float.isFinite(frequencyPenalty)) {
            throw new IllegalArgumentException("penalties must be finite");
        }
    }

    /** The likeliest tokens, without rules. */
    public static CausalSettings greedy(int maxNewTokens) {
        return new CausalSettings(maxNewTokens, null, List.of(), -1, 1, 0, 0, Map.of(), false, null);
    }

    public CausalSettings withMaxNewTokens(int value) {
        return new CausalSettings(
                value,
                sampling,
                stops,
                logProbabilities,
                repetitionPenalty,
                presencePenalty,
                frequencyPenalty,
                bias,
                ignoreEnd,
                constraint);
    }

    /** @param value null for the likeliest tokens */
    public CausalSettings withSampling(@Nullable Sampling value) {
        return new CausalSettings(
                maxNewTokens,
                value,
                stops,
                logProbabilities,
                repetitionPenalty,
                presencePenalty,
                frequencyPenalty,
                bias,
                ignoreEnd,
                constraint);
    }

    public CausalSettings withStops(List<String> value) {
        return new CausalSettings(
                maxNewTokens,
                sampling,
                value,
                logProbabilities,
                repetitionPenalty,
                presencePenalty,
                frequencyPenalty,
                bias,
                ignoreEnd,
                constraint);
    }

    public CausalSettings withLogProbabilities(int value) {
        return new CausalSettings(
                maxNewTokens,
                sampling,
                stops,
                value,
                repetitionPenalty,
                presencePenalty,
                frequencyPenalty,
                bias,
                ignoreEnd,
                constraint);
    }

    public CausalSettings withPenalties(float repetition, float presence, float frequency) {
        return new CausalSettings(
                maxNewTokens,
                sampling,
                stops,
                logProbabilities,
                repetition,
                presence,
                frequency,
                bias,
                ignoreEnd,
                constraint);
    }

    public CausalSettings withBias(Map<Integer, Float> value) {
        return new CausalSettings(
                maxNewTokens,
                sampling,
                stops,
                logProbabilities,
                repetitionPenalty,
                presencePenalty,
                frequencyPenalty,
                value,
                ignoreEnd,
                constraint);
    }

    public CausalSettings withIgnoreEnd(boolean value) {
        return new CausalSettings(
                maxNewTokens,
                sampling,
                stops,
                logProbabilities,
                repetitionPenalty,
                presencePenalty,
                frequencyPenalty,
                bias,
                value,
                constraint);
    }

    public CausalSettings withConstraint(@Nullable Supplier<TokenConstraint> value) {
        return new CausalSettings(
                maxNewTokens,
                sampling,
                stops,
                logProbabilities,
                repetitionPenalty,
                presencePenalty,
                frequencyPenalty,
                bias,
                ignoreEnd,
                value);
    }
}
