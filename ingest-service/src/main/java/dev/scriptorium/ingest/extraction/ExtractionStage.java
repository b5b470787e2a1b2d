package dev.scriptorium.ingest.extraction;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.extraction.fork.Extraction;
import dev.scriptorium.ingest.extraction.fork.Extraction.Extracted;
import dev.scriptorium.ingest.extraction.fork.Extraction.Refused;
import dev.scriptorium.ingest.extraction.fork.Extraction.Stretches;
import dev.scriptorium.ingest.extraction.fork.Extraction.Written;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.event.v1.DocumentExtracted;
import dev.scriptorium.proto.event.v1.DocumentFailed;
import dev.scriptorium.proto.event.v1.DocumentReceived;
import dev.scriptorium.proto.ingest.v1.ExtractedPart;
import dev.scriptorium.runtime.event.EventPublisher;
import dev.scriptorium.runtime.event.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A received document becomes its parts. The same document gives the same parts, whenever it comes again. Thread-safe; the
 * calling thread waits until the document is read.
 */
final class ExtractionStage {

    private final Function<DocumentReceived, Extraction> reader;
    private final ExtractionProgress progress;
    private final EventPublisher publisher;

    ExtractionStage(
            Function<DocumentReceived, Extraction> reader, ExtractionProgress progress, EventPublisher publisher) {
        this.reader = reader;
        this.progress = progress;
        this.publisher = publisher;
    }

    /** Done when all parts are acknowledged, or when the document is no longer wanted. */
    CompletionStage<Void> extract(Received<DocumentReceived> received) {
        DocumentReceived event = received.event();
        if (!progress.stillWanted(JobId.parse(event.getDocument().getJobId()))) {
            return CompletableFuture.completedFuture(null);
        }
        return switch (reader.apply(event)) {
            case Extracted extracted -> {
                progress.detected(DocumentId.parse(event.getDocument().getDocumentId()), extracted.mediaType());
                yield publish(received, extracted);
            }
            case Refused refused when refused.code() == FailureCode.FILE_UNSUPPORTED -> withoutFiles(received, refused);
            case Refused refused -> throw new FailureException(refused.code(), refused.reason());
            case Stretches other -> throw outOfTurn();
            case Written other -> throw outOfTurn();
        };
    }

    private static FailureException outOfTurn() {
        return new FailureException(FailureCode.INTERNAL, "The parsing process gave the answer to another command.");
    }

    /** The tasks that want a file fail; the others go on with the text. */
    private CompletionStage<Void> withoutFiles(Received<DocumentReceived> received, Refused refused) {
        DocumentReceived event = received.event();
        List<Task> others = event.getTasksList().stream()
                .filter(task -> !task.getTranslate().getFile())
                .toList();
        CompletableFuture<?>[] failures = event.getTasksList().stream()
                .filter(task -> task.getTranslate().getFile())
                .map(task -> DocumentFailed.newBuilder()
                        .setDocument(event.getDocument())
                        .setTaskId(task.getTaskId())
                        .setStage("extraction")
                        .setCode(refused.code().name())
                        .setReason(refused.reason())
                        .build())
                .map(failed -> publisher
                        .publish(Topics.DOCUMENTS_FAILED, received.key(), failed, received.context())
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        if (others.isEmpty()) {
            return CompletableFuture.allOf(failures);
        }
        DocumentReceived text = event.toBuilder()
                .setFileUnits(false)
                .clearTasks()
                .addAllTasks(others)
                .build();
        return CompletableFuture.allOf(failures)
                .thenCompose(done -> extract(new Received<>(received.key(), text, received.context())));
    }

    private CompletionStage<Void> publish(Received<DocumentReceived> received, Extracted read) {
        List<ExtractedPart> parts = read.parts();
        DocumentReceived event = received.event();
        DocumentRef document = event.getDocument().toBuilder()
                .setMediaType(read.mediaType())
                .clearUnread()
                .addAllUnread(read.unread())
                .build();
        List<CompletableFuture<Void>> acknowledgements = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            DocumentExtracted extracted = DocumentExtracted.newBuilder()
                    .setDocument(document)
                    .addAllTasks(event.getTasksList())
                    .setPartIndex(part)
                    .setPartCount(parts.size())
                    .addAllBlocks(parts.get(part).getBlocksList())
                    .setLanguageHint(event.getLanguageHint())
                    .build();
            acknowledgements.add(publisher
                    .publish(Topics.DOCUMENTS_EXTRACTED, received.key(), extracted, received.context())
                    .toCompletableFuture());
        }
        return CompletableFuture.allOf(acknowledgements.toArray(CompletableFuture[]::new));
    }
}
