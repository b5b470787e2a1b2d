package dev.scriptorium.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document of a job.
 *
 * @param customId as it was submitted; null without one
 * @param mediaType null until it was detected
 * @param language null until it was detected
 * @param unread what of the document was not read
 * @param failure why it failed, or why its last attempt did; null without one
 */
public record Document(
        String id,
        String jobId,
        State state,
        @Nullable String customId,
        String fileName,
        String sha256,
        long size,
        @Nullable String mediaType,
        @Nullable String language,
        List<String> unread,
        List<Task> tasks,
        @Nullable Failure failure,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    public Document {
        unread = unread == null ? List.of() : List.copyOf(unread);
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
    }

    /**
     * One task.
     *
     * @param task {@code summarize}, {@code translate:LANGUAGE} or {@code classify:LABELSET}
     */
    public record Task(
            String id, String task, State state, @Nullable Failure failure) {}
}
