package dev.scriptorium.inference.trial;

import dev.scriptorium.inference.catalogue.ModelCard;
import java.time.Duration;
import java.util.List;

/**
 * What a model gave and cost.
 *
 * @param fileBytes of all its files
 * @param memoryBytes by which the process grew while the model was loaded and ran for the first time
 * @param loading until it could serve
 * @param tokens that it wrote, or of an encoder, that it read
 * @param running for these tokens, on as many threads as the settings name
 */
public record TrialReport(
        ModelCard card,
        long fileBytes,
        long memoryBytes,
        Duration loading,
        List<Answer> answers,
        long tokens,
        Duration running) {

    private static final double NANOSECONDS = 1e9;

    /** A text and what came of it, in words. */
    public record Answer(String input, String output) {}

    public double tokensPerSecond() {
        return tokens * NANOSECONDS / Math.max(1, running.toNanos());
    }
}
