package dev.scriptorium.summarizer.document;

import com.google.protobuf.ByteString;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Encoding;
import dev.scriptorium.proto.document.v1.Provenance;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.proto.inference.v1.EmbedResponse;
import dev.scriptorium.proto.inference.v1.Embedded;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.summarizer.v1.PartState;
import dev.scriptorium.proto.summarizer.v1.ProgressState;
import dev.scriptorium.proto.summarizer.v1.SummaryState;
import dev.scriptorium.proto.summarizer.v1.WindowState;
import dev.scriptorium.runtime.event.Received;
import dev.scriptorium.runtime.streams.GatherStage;
import dev.scriptorium.runtime.streams.Gathering;
import dev.scriptorium.runtime.streams.RequestId;
import dev.scriptorium.summarizer.SummarySettings;
import dev.scriptorium.summarizer.abstractive.AbstractiveSettings;
import dev.scriptorium.summarizer.abstractive.AbstractiveTasks;
import dev.scriptorium.summarizer.ranking.ExtractiveSummary;
import dev.scriptorium.summarizer.request.EmbedRequests;
import dev.scriptorium.summarizer.request.Provenances;
import dev.scriptorium.summarizer.request.StateKeys;
import java.util.List;
import java.util.Optional;

/**
 * Summarizes documents. An abstractive summary is made by {@link AbstractiveTasks}. An extractive one: asks for the vectors of each part's sentences, keeps the best of a part once they are there, and
 * chooses among those when all parts are read.
 *
 * <p>Parts, answers and repetitions of both may come in any order. The same document gives the same summary. What is kept
 * of a document grows with the number of its parts, not with its text: a part that is read keeps its best sentences only.
 */
public final class SummaryStage implements GatherStage<SummaryState> {

    private static final String PURPOSE = "embed";

    private final ExtractiveSummary summaries;
    private final PartStates parts;
    private final EmbedRequests requests;
    private final Provenance scorer;
    private final AbstractiveTasks abstractive;

    /** @param scorer the model that ranks, and the version of this software */
    public SummaryStage(
            SummarySettings settings, ExtractiveSummary summaries, Provenance scorer, AbstractiveSettings abstractive) {
        this.summaries = summaries;
        this.parts = new PartStates(settings, summaries);
        this.requests = new EmbedRequests(settings.model());
        this.scorer = scorer;
        this.abstractive = new AbstractiveTasks(abstractive, settings.model(), scorer.getSoftwareVersion());
    }

    @Override
    public boolean concerns(Task task) {
        return task.hasSummarize();
    }

    @Override
    public void onTokenized(Received<DocumentTokenized> tokenized, Gathering<SummaryState> gathering) {
        for (Task task : tokenized.event().getTasksList()) {
            if (concerns(task) && AbstractiveTasks.concerns(task)) {
                abstractive.onPart(task, tokenized.event(), gathering);
            } else if (concerns(task)) {
                onPart(task, tokenized.event(), gathering);
            }
        }
    }

    private void onPart(Task task, DocumentTokenized tokenized, Gathering<SummaryState> gathering) {
        StateKeys keys = new StateKeys(task.getTaskId());
        String key = keys.part(tokenized.getPartIndex());
        Optional<PartState> known = gathering.find(key).map(SummaryState::getPart);
        if (known.map(PartState::getRead).orElse(false)) {
            return;
        }
        PartState part = known.orElseGet(() -> parts.unread(
                tokenized, SummarySettings.wanted(task.getSummarize().getSentences())));
        if (part.getPartCount() == 1 && part.getCandidateCount() <= part.getWanted()) {
            complete(keys, List.of(part), tokenized.getDocument(), gathering);
        } else if (part.getWindowsAskedCount() == 0) {
            onRead(keys, parts.read(part, List.of()), tokenized.getDocument(), gathering);
        } else {
            gathering.save(key, SummaryState.newBuilder().setPart(part).build());
            ask(keys, part, tokenized, gathering);
        }
    }

    /** For the windows that are not answered yet, all of them in the first place. */
    private void ask(StateKeys keys, PartState part, DocumentTokenized tokenized, Gathering<SummaryState> gathering) {
        Optional<Encoding> encoding = EmbedRequests.usable(tokenized.getEncodingsList(), tokenized.getSegmentsCount());
        for (int window : part.getWindowsAskedList()) {
            if (gathering.find(keys.window(part.getPartIndex(), window)).isEmpty()) {
                RequestId id = new RequestId(keys.task(), part.getPartIndex(), PURPOSE, window);
                emit(requests.request(id, tokenized.getDocument(), part, encoding), gathering);
            }
        }
    }

    private static void emit(InferenceRequested request, Gathering<SummaryState> gathering) {
        gathering.emit(Topics.inferenceRequests(request.getDocument().getLane()), request.getRequestId(), request);
    }

    @Override
    public void onCompleted(Received<InferenceCompleted> completed, Gathering<SummaryState> gathering) {
        RequestId.parse(completed.event().getRequestId()).ifPresent(id -> {
            if (id.purpose().equals(PURPOSE)) {
                onWindow(id, completed.event(), gathering);
            } else {
                abstractive.onCompleted(id, completed.event(), gathering);
            }
        });
    }

    private void onWindow(RequestId id, InferenceCompleted completed, Gathering<SummaryState> gathering) {
        StateKeys keys = new StateKeys(id.task());
        Optional<PartState> waiting = gathering
                .find(keys.part(id.part()))
                .map(SummaryState::getPart)
                .filter(part -> !part.getRead() && part.getWindowsAskedList().contains(id.number()));
        if (waiting.isEmpty()) {
            return;
        }
        PartState part = waiting.get();
        if (completed.hasFailure()) {
            onFailure(id, part, completed, gathering);
            return;
        }
        gathering.save(
                keys.window(id.part(), id.number()),
                SummaryState.newBuilder()
                        .setWindow(window(id, completed.getEmbed()))
                        .build());
        List<WindowState> windows = gathering.under(keys.windowsOf(id.part())).stream()
                .map(SummaryState::getWindow)
                .toList();
        if (windows.size() == part.getWindowsAskedCount()) {
            windows.forEach(window -> gathering.forget(keys.window(id.part(), window.getWindow())));
            onRead(keys, parts.read(part, windows), completed.getDocument(), gathering);
        }
    }

    /** Ids of another tokenizer are no fault of the document: the text is sent in their place. */
    private void onFailure(
            RequestId id, PartState part, InferenceCompleted completed, Gathering<SummaryState> gathering) {
        InferenceFailure failure = completed.getFailure();
        if (failure.getCode().equals(FailureCode.TOKENIZER_MISMATCH.name())) {
            emit(requests.request(id, completed.getDocument(), part, Optional.empty()), gathering);
        } else {
            gathering.fail(id.task(), FailureCode.named(failure.getCode()), failure.getReason());
        }
    }

    private static WindowState window(RequestId id, EmbedResponse response) {
        WindowState.Builder window =
                WindowState.newBuilder().setWindow(id.number()).setProvenance(Provenances.of(response.getUsage()));
        for (Embedded output : response.getOutputsList()) {
            window.addVectors(output.hasVector() ? output.getVector().getComponents() : ByteString.EMPTY);
        }
        boolean allFailed = response.getOutputsList().stream().allMatch(Embedded::hasFailure);
        if (allFailed && response.getOutputsCount() > 0) {
            InferenceFailure first = response.getOutputs(0).getFailure();
            throw new FailureException(FailureCode.named(first.getCode()), first.getReason());
        }
        return window.build();
    }

    private void onRead(StateKeys keys, PartState part, DocumentRef document, Gathering<SummaryState> gathering) {
        if (part.getPartCount() == 1) {
            complete(keys, List.of(part), document, gathering);
            return;
        }
        gathering.save(
                keys.part(part.getPartIndex()),
                SummaryState.newBuilder().setPart(part).build());
        ProgressState.Builder progress = gathering
                .find(keys.progress())
                .map(state -> state.getProgress().toBuilder())
                .orElseGet(() -> ProgressState.newBuilder().setPartCount(part.getPartCount()));
        if (!progress.getPartsReadList().contains(part.getPartIndex())) {
            progress.addPartsRead(part.getPartIndex());
        }
        if (progress.getPartsReadCount() < progress.getPartCount()) {
            gathering.save(
                    keys.progress(),
                    SummaryState.newBuilder().setProgress(progress).build());
            return;
        }
        List<PartState> all = gathering.under(keys.all()).stream()
                .filter(SummaryState::hasPart)
                .map(SummaryState::getPart)
                .toList();
        complete(keys, all, document, gathering);
    }

    private void complete(
            StateKeys keys, List<PartState> all, DocumentRef document, Gathering<SummaryState> gathering) {
        DocumentSummary summary = DocumentSummary.of(all, summaries, scorer);
        gathering.emit(
                Topics.DOCUMENTS_RESULTS,
                document.getDocumentId(),
                TaskCompleted.newBuilder()
                        .setDocument(document)
                        .setTaskId(keys.task())
                        .setPartCount(1)
                        .setLanguage(summary.language())
                        .setProvenance(summary.provenance())
                        .setSummary(summary.summary())
                        .build());
        all.forEach(part -> gathering.forget(keys.part(part.getPartIndex())));
        gathering.forget(keys.progress());
    }
}
