package dev.scriptorium.inference.classification;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.catalogue.ModelCard;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.document.v1.Window;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.proto.inference.v1.Classification;
import dev.scriptorium.proto.inference.v1.ClassificationAnswer;
import dev.scriptorium.proto.inference.v1.ClassificationPart;
import dev.scriptorium.proto.inference.v1.ClassificationWindow;
import dev.scriptorium.proto.inference.v1.Classified;
import dev.scriptorium.proto.inference.v1.ClassifyResponse;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.runtime.event.Received;
import dev.scriptorium.runtime.streams.GatherStage;
import dev.scriptorium.runtime.streams.Gathering;
import dev.scriptorium.runtime.streams.RequestId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Classifies documents: asks for the scores of each window's sentences, gathers them over all parts, and gives one result.
 *
 * <p>Repeated records change nothing: a part that is known asks again only for what is not answered; an answer counts once,
 * and one that no request waits for is ignored. A window whose call failed, or any of whose sentences failed, fails the task.
 */
final class ClassificationStage implements GatherStage<ClassificationPart> {

    private static final String PURPOSE = "classify";

    /** Of sentences' scores in the state of a part, so that it stays below the size of a record. */
    private static final int SCORE_BYTES = 400_000;

    private final LabelSets labelSets;
    private final int sentenceScores;
    private final String softwareVersion;

    /** @param sentenceScores the most sentences whose scores a result keeps */
    ClassificationStage(LabelSets labelSets, int sentenceScores, String softwareVersion) {
        this.labelSets = labelSets;
        this.sentenceScores = sentenceScores;
        this.softwareVersion = softwareVersion;
    }

    @Override
    public boolean concerns(Task task) {
        return task.hasClassify();
    }

    @Override
    public void onTokenized(Received<DocumentTokenized> received, Gathering<ClassificationPart> gathering) {
        DocumentTokenized tokenized = received.event();
        for (Task task : tokenized.getTasksList()) {
            if (concerns(task)) {
                try {
                    onTokenized(tokenized, task, gathering);
                } catch (FailureException e) {
                    gathering.fail(task.getTaskId(), e.code(), e.reason());
                }
            }
        }
    }

    @Override
    public void onCompleted(Received<InferenceCompleted> received, Gathering<ClassificationPart> gathering) {
        InferenceCompleted completed = received.event();
        Optional<RequestId> id = RequestId.parse(completed.getRequestId(), PURPOSE);
        if (id.isEmpty()) {
            return;
        }
        Optional<ClassificationPart> part = gathering.find(id.get().stateKey());
        int place = part.map(p -> unanswered(p, id.get().number())).orElse(-1);
        if (place < 0) {
            return;
        }
        Optional<InferenceFailure> failure = failure(completed);
        if (failure.isPresent()) {
            gathering.fail(
                    id.get().task(),
                    FailureCode.named(failure.get().getCode()),
                    failure.get().getReason());
            return;
        }
        ClassificationPart.Builder answered = part.get().toBuilder();
        answered.getWindowsBuilder(place).setAnswer(answer(part.get(), place, completed.getClassify()));
        gathering.save(id.get().stateKey(), answered.build());
        finish(completed.getDocument(), id.get().task(), answered.build(), gathering);
    }

    private void onTokenized(DocumentTokenized tokenized, Task task, Gathering<ClassificationPart> gathering) {
        String labelSet = task.getClassify().getLabelSet();
        ModelCard model = labelSets.model(labelSet);
        String key = RequestId.stateKey(task.getTaskId(), tokenized.getPartIndex());
        ClassificationPart part = gathering.find(key).orElseGet(() -> part(tokenized, labelSet));
        gathering.save(key, part);
        for (ClassificationWindow window : part.getWindowsList()) {
            if (!window.hasAnswer()) {
                gathering.emit(
                        Topics.inferenceRequests(tokenized.getDocument().getLane()),
                        requestId(tokenized, task, window).toString(),
                        request(tokenized, task, window, model));
            }
        }
        finish(tokenized.getDocument(), task.getTaskId(), part, gathering);
    }

    private static ClassificationPart part(DocumentTokenized tokenized, String labelSet) {
        ClassificationPart.Builder part = ClassificationPart.newBuilder()
                .setLabelSet(labelSet)
                .setPartIndex(tokenized.getPartIndex())
                .setPartCount(tokenized.getPartCount())
                .setLanguage(tokenized.getLanguage());
        for (Window window : tokenized.getWindowsList()) {
            List<Sentence> sentences = sentences(tokenized, window, "");
            if (!sentences.isEmpty()) {
                part.addWindows(ClassificationWindow.newBuilder()
                        .setIndex(window.getIndex())
                        .addAllSegments(
                                sentences.stream().map(Sentence::segment).toList())
                        .addAllWeights(sentences.stream().map(Sentence::weight).toList()));
            }
        }
        return part.build();
    }

    private static InferenceRequested request(
            DocumentTokenized tokenized, Task task, ClassificationWindow window, ModelCard model) {
        DocumentRef document = tokenized.getDocument();
        List<Sentence> sentences =
                sentences(tokenized, tokenized.getWindows(window.getIndex()), model.tokenizerDigest());
        return InferenceRequested.newBuilder()
                .setDocument(document)
                .setRequestId(requestId(tokenized, task, window).toString())
                .setCaller(Topics.CLASSIFIER)
                .setClassify(Sentence.request(model.name(), model.tokenizerDigest(), sentences)
                        .setLane(document.getLane())
                        .setTenantId(document.getTenantId()))
                .build();
    }

    private static RequestId requestId(DocumentTokenized tokenized, Task task, ClassificationWindow window) {
        return new RequestId(task.getTaskId(), tokenized.getPartIndex(), PURPOSE, window.getIndex());
    }

    private static List<Sentence> sentences(DocumentTokenized tokenized, Window window, String tokenizerDigest) {
        return Sentence.of(
                tokenized.getSegmentsList(),
                window.getFirstSegment(),
                window.getSegmentCount(),
                tokenized.getEncodingsList(),
                tokenizerDigest);
    }

    private static int unanswered(ClassificationPart part, int window) {
        return IntStream.range(0, part.getWindowsCount())
                .filter(i -> part.getWindows(i).getIndex() == window
                        && !part.getWindows(i).hasAnswer())
                .findFirst()
                .orElse(-1);
    }

    private static Optional<InferenceFailure> failure(InferenceCompleted completed) {
        if (completed.hasFailure()) {
            return Optional.of(completed.getFailure());
        }
        return completed.getClassify().getOutputsList().stream()
                .filter(Classified::hasFailure)
                .map(Classified::getFailure)
                .findFirst();
    }

    private ClassificationAnswer answer(ClassificationPart part, int place, ClassifyResponse response) {
        ClassificationWindow window = part.getWindows(place);
        if (response.getOutputsCount() != window.getSegmentsCount()) {
            throw new FailureException(
                    FailureCode.INTERNAL,
                    "The model " + response.getUsage().getModel() + " gave " + response.getOutputsCount()
                            + " scores for " + window.getSegmentsCount() + " sentences");
        }
        MeanScores mean = new MeanScores(response.getLabelsList(), response.getMean());
        ClassificationAnswer.Builder answer = ClassificationAnswer.newBuilder()
                .addAllLabels(response.getLabelsList())
                .setMean(response.getMean())
                .setThreshold(response.getThreshold())
                .setModel(response.getUsage().getModel())
                .setModelDigest(response.getUsage().getModelDigest())
                .setInputTokens(response.getUsage().getInputTokens())
                .setModelMicros(response.getUsage().getModelMicros());
        int kept = kept(part, place, response.getLabelsCount());
        for (int i = 0; i < response.getOutputsCount(); i++) {
            List<Float> scores = response.getOutputs(i).getScores().getValuesList();
            mean.add(scores, window.getWeights(i));
            if (i < kept) {
                answer.addAllSegmentScores(scores);
            }
        }
        Arrays.stream(mean.sums()).forEach(answer::addSums);
        return answer.build();
    }

    /** How many of the window's sentences keep their scores. Told by their places, so the order of answers has no say. */
    private int kept(ClassificationPart part, int place, int labels) {
        if (!labelSets.model(part.getLabelSet()).sentenceScores()) {
            return 0;
        }
        int before = part.getWindowsList().subList(0, place).stream()
                .mapToInt(ClassificationWindow::getSegmentsCount)
                .sum();
        int room = Math.min(sentenceScores, SCORE_BYTES / (Float.BYTES * Math.max(1, labels)));
        return Math.max(0, room - before);
    }

    private void finish(
            DocumentRef document, String taskId, ClassificationPart changed, Gathering<ClassificationPart> gathering) {
        if (!ClassificationResult.answered(changed)) {
            return;
        }
        List<ClassificationPart> parts = gathering.under(taskId + "/");
        if (!ClassificationResult.complete(parts)) {
            return;
        }
        ClassificationResult result = new ClassificationResult(parts);
        if (result.empty()) {
            gathering.fail(taskId, FailureCode.EMPTY_TEXT, "The document has no text to classify");
            return;
        }
        if (!result.consistent()) {
            gathering.fail(
                    taskId,
                    FailureCode.MODEL_REPLACED,
                    "The label set " + changed.getLabelSet() + " was made anew while the document was classified");
            return;
        }
        Classification classification = result.classification(sentenceScores);
        gathering.emit(
                Topics.DOCUMENTS_RESULTS,
                document.getDocumentId(),
                TaskCompleted.newBuilder()
                        .setDocument(document)
                        .setTaskId(taskId)
                        .setPartIndex(0)
                        .setPartCount(1)
                        .setLanguage(result.language())
                        .setProvenance(result.provenance(softwareVersion))
                        .setClassification(classification)
                        .build());
        parts.forEach(part -> gathering.forget(taskId + "/" + part.getPartIndex()));
    }
}
