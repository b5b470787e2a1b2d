package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.scriptorium.core.lifecycle.Failure;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.ingest.documents.DocumentLine;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A document in the list of all documents. */
@Schema(name = "DocumentLine")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DocumentLineView(
        String id,
        String jobId,
        State state,
        String fileName,
        @Schema(description = "Bytes") long size,

        @Schema(description = "As detected by the content") @Nullable
        String mediaType,

        @Schema(description = "Of most of the text, ISO 639-1") @Nullable
        String language,

        int tasks,

        @Schema(description = "Tasks with a result or a failure, and stopped ones")
        int tasksEnded,

        @Schema(description = "Why it failed, or why its last attempt did") @Nullable
        Failure failure,

        Instant createdAt) {

    static DocumentLineView of(DocumentLine line) {
        return new DocumentLineView(
                line.id().toString(),
                line.job().toString(),
                line.state(),
                line.fileName(),
                line.size(),
                line.mediaType(),
                line.language(),
                line.tasks(),
                line.tasksEnded(),
                line.failure().orElse(null),
                line.createdAt());
    }

    /** A page of documents; the last one has no {@code nextPageToken}. */
    @Schema(name = "DocumentLinePage")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(
            List<DocumentLineView> documents, @Nullable String nextPageToken) {}
}
