package dev.scriptorium.ingest.progress;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.core.lifecycle.DocumentState;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stores results, a batch in one transaction. A result that is there already, that comes for a task that is over, or that
 * belongs to nothing known, changes nothing.
 */
@Singleton
public final class ResultRecorder {

    private final OpenDocuments documents;

    public ResultRecorder(OpenDocuments documents) {
        this.documents = documents;
    }

    public void store(List<TaskCompleted> completed) {
        Map<DocumentId, List<TaskCompleted>> byDocument = new LinkedHashMap<>();
        for (TaskCompleted result : completed) {
            byDocument
                    .computeIfAbsent(DocumentId.parse(result.getDocument().getDocumentId()), id -> new ArrayList<>())
                    .add(result);
        }
        documents.change(byDocument.keySet(), (state, now) -> fold(state, byDocument.get(state.id())));
    }

    private static Change fold(DocumentState.Open before, List<TaskCompleted> results) {
        DocumentState state = before;
        List<TaskCompleted> first = new ArrayList<>();
        for (TaskCompleted result : results) {
            if (state instanceof DocumentState.Open open) {
                DocumentState next = open.completed(
                        TaskId.parse(result.getTaskId()), result.getPartIndex(), Math.max(1, result.getPartCount()));
                if (next != open) {
                    first.add(result);
                    state = next;
                }
            }
        }
        return new Change(state, first);
    }
}
