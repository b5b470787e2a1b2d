package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.scriptorium.core.lifecycle.Failure;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.ingest.job.Document;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A document as the API shows it. */
@Schema(name = "Document")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DocumentView(
        String id,
        String jobId,
        State state,

        @Schema(description = "The client's own name for it; not there where there is none") @Nullable
        String customId,

        String fileName,
        String sha256,
        @Schema(description = "Bytes") long size,

        @Schema(description = "As detected by the content") @Nullable
        String mediaType,

        @Schema(description = "Of most of the text, ISO 639-1") @Nullable
        String language,

        @Schema(
                description =
                        "What of the document was not read, such as an attachment or a picture with text; known with its first result")
        List<String> unread,

        int attempt,
        List<TaskView> tasks,

        @Schema(description = "Why it failed, or why its last attempt did while it waits for the next") @Nullable
        Failure failure,

        Instant createdAt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    static DocumentView of(Document document) {
        return new DocumentView(
                document.id().toString(),
                document.job().toString(),
                document.state(),
                document.customId().isEmpty() ? null : document.customId(),
                document.fileName(),
                document.sha256().hex(),
                document.size(),
                document.mediaType(),
                document.language(),
                document.unread(),
                document.attempt(),
                document.tasks().stream().map(TaskView::of).toList(),
                document.failure().orElse(null),
                document.createdAt(),
                document.nextAttemptAt(),
                document.startedAt(),
                document.finishedAt());
    }

    /** One task, such as {@code translate:de}. */
    @Schema(name = "Task")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TaskView(
            String id, String task, State state, @Nullable Failure failure) {

        static TaskView of(Document.TaskStatus task) {
            return new TaskView(
                    task.id().toString(),
                    task.wanted().label(),
                    task.state(),
                    task.failure().orElse(null));
        }
    }

    /** A page of documents; the last one has no {@code nextPageToken}. */
    @Schema(name = "DocumentPage")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(
            List<DocumentView> documents, @Nullable String nextPageToken) {}
}
