package dev.scriptorium.summarizer.abstractive;

/**
 * What bounds a summary that a model writes.
 *
 * @param windowTokens that the model reads at once, as the encoders' tokenizer counts; of texts that it wrote itself, its own tokens
 * @param support from 0 to 1, below which a sentence is flagged as unsupported
 * @param sentencesPerCall that are embedded at once
 */
public record AbstractiveSettings(int windowTokens, double support, int sentencesPerCall) {

    public AbstractiveSettings {
        if (windowTokens < 1 || sentencesPerCall < 1) {
            throw new IllegalArgumentException(
                    "a model reads at least one token and one sentence: " + windowTokens + ", " + sentencesPerCall);
        }
        if (!(support >= 0 && support <= 1)) {
            throw new IllegalArgumentException("support must be from 0 to 1: " + support);
        }
    }
}
