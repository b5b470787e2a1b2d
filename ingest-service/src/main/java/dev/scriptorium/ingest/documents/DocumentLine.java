package dev.scriptorium.ingest.documents;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.lifecycle.Failure;
import dev.scriptorium.core.lifecycle.State;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A document in a list.
 *
 * @param tasksEnded how many of its tasks are in a terminal state
 */
public record DocumentLine(
        DocumentId id,
        JobId job,
        State state,
        String fileName,
        long size,
        @Nullable String mediaType,
        @Nullable String language,
        int tasks,
        int tasksEnded,
        Optional<Failure> failure,
        Instant createdAt) {}
