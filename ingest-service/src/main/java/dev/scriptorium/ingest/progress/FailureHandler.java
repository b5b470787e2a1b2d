package dev.scriptorium.ingest.progress;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.core.lifecycle.DocumentState;
import dev.scriptorium.core.lifecycle.Failure;
import dev.scriptorium.core.lifecycle.RetryPolicy;
import dev.scriptorium.proto.event.v1.DocumentFailed;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decides what a stage's failure means for its document: a further attempt, or the end. */
@Singleton
public final class FailureHandler {

    private final OpenDocuments documents;
    private final RetryPolicy policy;
    private final RandomGenerator random;

    public FailureHandler(OpenDocuments documents, RetryPolicy policy, RandomGenerator random) {
        this.documents = documents;
        this.policy = policy;
        this.random = random;
    }

    public void store(List<DocumentFailed> failed) {
        Map<DocumentId, List<DocumentFailed>> byDocument = new LinkedHashMap<>();
        for (DocumentFailed failure : failed) {
            byDocument
                    .computeIfAbsent(DocumentId.parse(failure.getDocument().getDocumentId()), id -> new ArrayList<>())
                    .add(failure);
        }
        documents.change(byDocument.keySet(), (state, now) -> Change.to(fold(state, now, byDocument.get(state.id()))));
    }

    private DocumentState fold(DocumentState.Open before, Instant now, List<DocumentFailed> failures) {
        DocumentState state = before;
        for (DocumentFailed failed : failures) {
            if (state instanceof DocumentState.Open open) {
                Optional<TaskId> task =
                        failed.getTaskId().isEmpty() ? Optional.empty() : Optional.of(TaskId.parse(failed.getTaskId()));
                Failure failure =
                        new Failure(failed.getCode(), failed.getReason(), failed.getStage(), failed.getRetryable());
                state = open.failed(task, failed.getDocument().getAttempt(), failure, policy, now, random);
            }
        }
        return state;
    }
}
