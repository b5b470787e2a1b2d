package dev.scriptorium.engine;

import java.util.Map;

/**
 * What changes the scores of tokens before one is chosen.
 *
 * @param repetitionPenalty above 1 makes tokens of the prompt and the answer less likely; 1 is none
 * @param presencePenalty taken off the score of tokens that the answer has already
 * @param frequencyPenalty taken off for each time that it has them
 * @param bias added to the scores of tokens
 * @param ignoreEnd whether end tokens are never generated, so that the answer has the full length
 */
public record ScoreAdjustments(
        float repetitionPenalty,
        float presencePenalty,
        float frequencyPenalty,
        Map<Integer, Float> bias,
        boolean ignoreEnd) {

    public static final ScoreAdjustments NONE = new ScoreAdjustments(1, 0, 0, Map.of(), false);

    public ScoreAdjustments {
        bias = Map.copyOf(bias);
        if (!(repetitionPenalty > 0) || Float.isInfinite(repetitionPenalty)) {
            throw new IllegalArgumentException("repetitionPenalty must be above 0 but is " + repetitionPenalty);
        }
        if (!Float.isFinite(presencePenalty) || !Float.isFinite(frequencyPenalty)) {
            throw new IllegalArgumentException(
                    "penalties must be finite but are " + presencePenalty + " and " + frequencyPenalty);
        }
    }

    public ScoreAdjustments withRepetitionPenalty(float value) {
        return new ScoreAdjustments(value, presencePenalty, frequencyPenalty, bias, ignoreEnd);
    }

    public ScoreAdjustments withPresencePenalty(float value) {
        return new ScoreAdjustments(repetitionPenalty, value, frequencyPenalty, bias, ignoreEnd);
    }

    public ScoreAdjustments withBias(Map<Integer, Float> value) {
        return new ScoreAdjustments(repetitionPenalty, presencePenalty, frequencyPenalty, value, ignoreEnd);
    }

    public ScoreAdjustments withIgnoreEnd(boolean value) {
        return new ScoreAdjustments(repetitionPenalty, presencePenalty, frequencyPenalty, bias, value);
    }
}
