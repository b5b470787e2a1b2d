package dev.scriptorium.summarizer.abstractive;

import com.google.protobuf.ByteString;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Encoding;
import dev.scriptorium.proto.document.v1.SummaryStyle;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.inference.v1.EmbedResponse;
import dev.scriptorium.proto.inference.v1.Embedded;
import dev.scriptorium.proto.inference.v1.Generated;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.summarizer.v1.ChunkState;
import dev.scriptorium.proto.summarizer.v1.DraftState;
import dev.scriptorium.proto.summarizer.v1.DraftText;
import dev.scriptorium.proto.summarizer.v1.PartState;
import dev.scriptorium.proto.summarizer.v1.ProgressState;
import dev.scriptorium.proto.summarizer.v1.SummaryState;
import dev.scriptorium.proto.summarizer.v1.WindowState;
import dev.scriptorium.runtime.streams.Gathering;
import dev.scriptorium.runtime.streams.RequestId;
import dev.scriptorium.summarizer.request.EmbedRequests;
import dev.scriptorium.summarizer.request.Provenances;
import java.util.List;
import java.util.Optional;

/**
 * The part of the stage that has a model write summaries: it asks for a summary of each chunk and for the vectors of all
 * segments; once all parts are read, {@link DraftTree} goes on.
 *
 * <p>As in the rest of the stage, events may come in any order and more than once, and the same document gives the same
 * summary. A chunk that is longer than the model takes is halved. What is kept grows with the document's text, and one part
 * at a time is in memory.
 */
public final class AbstractiveTasks {

    private final ReadableParts parts;
    private final EmbedRequests sources;
    private final DraftRequests requests;
    private final DraftTree tree;

    public AbstractiveTasks(AbstractiveSettings settings, String embeddingModel, String softwareVersion) {
        this.parts = new ReadableParts(settings.windowTokens());
        this.sources = new EmbedRequests(embeddingModel);
        this.requests = new DraftRequests(embeddingModel);
        this.tree = new DraftTree(settings, requests, softwareVersion);
    }

    public static boolean concerns(Task task) {
        return task.getSummarize().getStyle() == SummaryStyle.SUMMARY_STYLE_ABSTRACTIVE;
    }

    public void onPart(Task task, DocumentTokenized tokenized, Gathering<SummaryState> gathering) {
        DraftStates states = new DraftStates(task.getTaskId(), gathering);
        Optional<PartState> known = states.part(tokenized.getPartIndex());
        PartState part = known.orElseGet(() -> parts.unread(tokenized, task.getSummarize()));
        if (known.isEmpty()) {
            states.save(part);
        }
        if (!part.getRead()) {
            ask(states, part, tokenized);
            finishIfRead(states, part, tokenized.getDocument());
        } else if (part.getPartIndex() == part.getPartCount() - 1) {
            tree.askAgain(states, tokenized.getDocument());
        }
    }

    private void ask(DraftStates states, PartState part, DocumentTokenized tokenized) {
        Optional<Encoding> encoding = EmbedRequests.usable(tokenized.getEncodingsList(), tokenized.getSegmentsCount());
        for (int window : part.getWindowsAskedList()) {
            RequestId id = states.id(part.getPartIndex(), DraftStates.SOURCE, window);
            if (!states.isKnown(id)) {
                emit(sources.request(id, tokenized.getDocument(), part, encoding), states);
            }
        }
        for (ChunkState chunk : part.getChunksList()) {
            RequestId id = states.id(part.getPartIndex(), DraftStates.MAP, chunk.getNumber());
            if (!states.isKnown(id)) {
                write(states, id, part, chunk, tokenized.getDocument());
            }
        }
    }

    private void write(DraftStates states, RequestId id, PartState part, ChunkState chunk, DocumentRef document) {
        emit(requests.write(id, document, part.getModel(), Chunks.text(part, chunk)), states);
    }

    static void emit(InferenceRequested request, DraftStates states) {
        states.gathering()
                .emit(Topics.inferenceRequests(request.getDocument().getLane()), request.getRequestId(), request);
    }

    /** An answer to a request of any other purpose is left alone. */
    public void onCompleted(RequestId id, InferenceCompleted completed, Gathering<SummaryState> gathering) {
        DraftStates states = new DraftStates(id.task(), gathering);
        switch (id.purpose()) {
            case DraftStates.SOURCE -> onSource(states, id, completed);
            case DraftStates.MAP -> onMap(states, id, completed);
            case DraftStates.REDUCE, DraftStates.CITE -> tree.onCompleted(states, id, completed);
            default -> {}
        }
    }

    private void onSource(DraftStates states, RequestId id, InferenceCompleted completed) {
        Optional<PartState> waiting = states.part(id.part())
                .filter(part -> !part.getRead() && part.getWindowsAskedList().contains(id.number()));
        if (waiting.isEmpty()) {
            return;
        }
        PartState part = waiting.get();
        if (completed.hasFailure()) {
            // Ids of another tokenizer are no fault of the document.
            if (completed.getFailure().getCode().equals(FailureCode.TOKENIZER_MISMATCH.name())) {
                emit(sources.request(id, completed.getDocument(), part, Optional.empty()), states);
            } else {
                fail(states, completed.getFailure());
            }
            return;
        }
        EmbedResponse response = completed.getEmbed();
        WindowState.Builder window =
                WindowState.newBuilder().setWindow(id.number()).setProvenance(Provenances.of(response.getUsage()));
        for (Embedded output : response.getOutputsList()) {
            window.addVectors(output.hasVector() ? output.getVector().getComponents() : ByteString.EMPTY);
        }
        states.save(id, window.build());
        finishIfRead(states, part, completed.getDocument());
    }

    private void onMap(DraftStates states, RequestId id, InferenceCompleted completed) {
        Optional<PartState> waiting = states.part(id.part()).filter(part -> !part.getRead());
        Optional<ChunkState> asked = waiting.flatMap(part -> part.getChunksList().stream()
                .filter(chunk -> chunk.getNumber() == id.number())
                .findFirst());
        if (asked.isEmpty()) {
            return;
        }
        PartState part = waiting.orElseThrow();
        ChunkState chunk = asked.get();
        Optional<InferenceFailure> failure = failure(completed);
        if (failure.isPresent() && isTooLong(failure.get()) && chunk.getCandidateCount() > 1) {
            PartState halved = Chunks.split(part, chunk);
            states.save(halved);
            halved.getChunksList().stream()
                    .filter(each -> !part.getChunksList().contains(each))
                    .forEach(half -> write(
                            states,
                            states.id(id.part(), DraftStates.MAP, half.getNumber()),
                            halved,
                            half,
                            completed.getDocument()));
        } else if (failure.isPresent() && !isTooLong(failure.get())) {
            fail(states, failure.get());
        } else {
            states.save(id, failure.isPresent() ? tooLong() : written(completed));
            finishIfRead(states, part, completed.getDocument());
        }
    }

    private static DraftState tooLong() {
        return DraftState.newBuilder().setAnswered(true).setTooLong(true).build();
    }

    static DraftState written(InferenceCompleted completed) {
        var text = completed.getGenerate().getOutputs(0).getText();
        DraftState.Builder draft = DraftState.newBuilder()
                .setAnswered(true)
                .setTruncated(text.getTruncated())
                .setProvenance(Provenances.of(completed.getGenerate().getUsage()));
        if (!text.getText().isBlank()) {
            draft.addTexts(
                    DraftText.newBuilder().setText(text.getText().strip()).setTokens(text.getTokenCount()));
        }
        return draft.build();
    }

    /** Of the request, or of its only item. */
    static Optional<InferenceFailure> failure(InferenceCompleted completed) {
        if (completed.hasFailure()) {
            return Optional.of(completed.getFailure());
        }
        return completed.getGenerate().getOutputsList().stream()
                .filter(Generated::hasFailure)
                .map(Generated::getFailure)
                .findFirst();
    }

    static boolean isTooLong(InferenceFailure failure) {
        return failure.getCode().equals(FailureCode.INPUT_TOO_LONG.name());
    }

    static void fail(DraftStates states, InferenceFailure failure) {
        states.gathering().fail(states.task(), FailureCode.named(failure.getCode()), failure.getReason());
    }

    private void finishIfRead(DraftStates states, PartState part, DocumentRef document) {
        List<DraftState> drafts = states.drafts(part.getPartIndex(), DraftStates.MAP);
        if (drafts.size() < part.getChunksCount()
                || states.windows(part.getPartIndex()).size() < part.getWindowsAskedCount()) {
            return;
        }
        PartState read = part.toBuilder().setRead(true).build();
        states.save(read);
        ProgressState.Builder progress = states.progress().toBuilder().setPartCount(part.getPartCount());
        if (!progress.getPartsReadList().contains(part.getPartIndex())) {
            progress.addPartsRead(part.getPartIndex());
        }
        states.save(progress.build());
        if (progress.getPartsReadCount() == progress.getPartCount()) {
            tree.begin(states, document);
        }
    }
}
