package dev.scriptorium.inference.engine;

/**
 * How a sequence is searched for; the names and meanings are those of {@code generate()} in transformers.
 *
 * @param beams 1 is greedy search
 * @param maxNewTokens the most tokens generated for one input, the end token included
 * @param lengthPenalty above 0 favours long sequences; read where beams is above 1
 * @param repetitionPenalty above 1 makes what was written before less likely; 1 is none
 * @param noRepeatNgramSize no run of this many tokens occurs twice; 0 is no limit
 */
public record GenerationSettings(
        int beams, int maxNewTokens, float lengthPenalty, float repetitionPenalty, int noRepeatNgramSize) {

    public static final int MAX_BEAMS = 32;

    public GenerationSettings {
        if (beams < 1 || beams > MAX_BEAMS) {
            throw new IllegalArgumentException("beams must be from 1 to " + MAX_BEAMS + " but is " + beams);
        }
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("maxNewTokens must be at least 1 but is " + maxNewTokens);
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
    }

    public GenerationSettings withBeams(int value) {
        return new GenerationSettings(value, maxNewTokens, lengthPenalty, repetitionPenalty, noRepeatNgramSize);
    }

    public GenerationSettings withMaxNewTokens(int value) {
        return new GenerationSettings(beams, value, lengthPenalty, repetitionPenalty, noRepeatNgramSize);
    }

    public GenerationSettings withLengthPenalty(float value) {
        return new GenerationSettings(beams, maxNewTokens, value, repetitionPenalty, noRepeatNgramSize);
    }

    public GenerationSettings withRepetitionPenalty(float value) {
        return new GenerationSettings(beams, maxNewTokens, lengthPenalty, value, noRepeatNgramSize);
    }

    public GenerationSettings withNoRepeatNgramSize(int value) {
        return new GenerationSettings(beams, maxNewTokens, lengthPenalty, repetitionPenalty, value);
    }
}
