package dev.scriptorium.summarizer;

/**
 * What bounds a summary.
 *
 * @param model that embeds sentences
 * @param sentencesPerPart that are embedded at most in one part of a document
 * @param keptPerPart of those, how many stay in the running once the part is read
 */
public record SummarySettings(String model, int sentencesPerPart, int keptPerPart) {

    /** Sentences of a summary where the client names no number. */
    public static final int DEFAULT_SENTENCES = 3;

    public SummarySettings {
        if (model.isBlank()) {
            throw new IllegalArgumentException("a model must be named");
        }
        if (sentencesPerPart < 1 || keptPerPart < 1) {
            throw new IllegalArgumentException(
                    "at least one sentence of a part is read and kept: " + sentencesPerPart + ", " + keptPerPart);
        }
    }

    public static int wanted(int sentences) {
        return sentences > 0 ? sentences : DEFAULT_SENTENCES;
    }
}
