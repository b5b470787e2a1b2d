package dev.scriptorium.ingest.usage;

import java.time.Duration;

/**
 * What the results of a task took, over the documents that have one.
 *
 * @param task such as {@code translate:de}
 * @param segments that were translated or classified, or sentences of a summary
 * @param characters of the results' text; 0 where they have none
 * @param modelTime in models, of all workers together
 */
public record TaskUsage(
        String task,
        long documents,
        long segments,
        long characters,
        long inputTokens,
        long outputTokens,
        Duration modelTime) {

    /** The sum, under the name of this one. */
    public TaskUsage plus(TaskUsage other) {
        return new TaskUsage(
                task,
                documents + other.documents,
                segments + other.segments,
                characters + other.characters,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                modelTime.plus(other.modelTime));
    }
}
