package dev.scriptorium.ingest.job;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.core.lifecycle.Failure;
import dev.scriptorium.core.lifecycle.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A document as it stands.
 *
 * @param position in its job, from 0
 * @param attempt from 1
 * @param customId the client's own name for it; may be empty
 * @param declaredMediaType by the client; may be empty
 * @param declaredLanguage by the client; empty: to be detected
 * @param mediaType as detected; null before
 * @param language as detected; null before
 * @param unread what of the document was not read, such as an attachment; known with its first result
 * @param failure that ended it, or the last one while it waits for its next attempt
 */
public record Document(
        DocumentId id,
        JobId job,
        int position,
        State state,
        int attempt,
        String customId,
        String fileName,
        Sha256 sha256,
        long size,
        String declaredMediaType,
        String declaredLanguage,
        @Nullable String mediaType,
        @Nullable String language,
        List<String> unread,
        Optional<Failure> failure,
        Instant createdAt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        List<TaskStatus> tasks) {

    public Document {
        unread = List.copyOf(unread);
        tasks = List.copyOf(tasks);
    }

    public Document with(List<TaskStatus> itsTasks) {
        return new Document(
                id,
                job,
                position,
                state,
                attempt,
                customId,
                fileName,
                sha256,
                size,
                declaredMediaType,
                declaredLanguage,
                mediaType,
                language,
                unread,
                failure,
                createdAt,
                nextAttemptAt,
                startedAt,
                finishedAt,
                itsTasks);
    }

    /** One of its tasks. */
    public record TaskStatus(TaskId id, TaskSpec wanted, State state, Optional<Failure> failure) {}
}
