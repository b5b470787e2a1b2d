package dev.scriptorium.inference.classification;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.inference.fake.FakeCatalogue;
import dev.scriptorium.inference.fake.FakeClassifier;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.ClassifyTask;
import dev.scriptorium.proto.document.v1.SummarizeTask;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.proto.inference.v1.Classification;
import dev.scriptorium.proto.inference.v1.ClassificationPart;
import dev.scriptorium.proto.inference.v1.Classified;
import dev.scriptorium.proto.inference.v1.ClassifyResponse;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.inference.v1.LabelScore;
import dev.scriptorium.proto.inference.v1.ScoreMean;
import dev.scriptorium.proto.inference.v1.Scores;
import dev.scriptorium.proto.inference.v1.SegmentScores;
import dev.scriptorium.runtime.event.EventContext;
import dev.scriptorium.runtime.event.Received;
import dev.scriptorium.testing.streams.InMemoryGathering;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassificationStageTest {

    private static final EventContext CONTEXT = new EventContext("acme", TraceParent.start(new Random(1)));
    private final InMemoryGathering<ClassificationPart> gathering = new InMemoryGathering<>();
    private final ClassificationStage stage = stage(100);

    @Test
    void asksForTheScoresOfEachWindowsSentencesByTheirIds() {
        tokenized(Documents.part(0, 1, List.of("Good+.", "Bad-."), List.of("So so.")));

        assertThat(requests())
                .extracting(InferenceRequested::getRequestId)
                .containsExactly("task/0/classify/0", "task/0/classify/1");
        InferenceRequested first = requests().getFirst();
        assertThat(first.getCaller()).isEqualTo("classifier");
        assertThat(first.getClassify().getModel()).isEqualTo("sentiment");
        assertThat(first.getClassify().getTokenizerDigest()).isEqualTo(FakeClassifier.TOKENIZER_DIGEST);
        assertThat(first.getClassify().getInputs(0)).isEqualTo(Documents.ids("Good+."));
    }

    @Test
    void sendsTextWhereTheIdsAreOfAnotherTokenizer() {
        DocumentTokenized.Builder part = Documents.part(0, 1, List.of("Good.")).toBuilder();
        part.getEncodingsBuilder(0).setTokenizerDigest("another");
        tokenized(part.build());

        assertThat(requests().getFirst().getClassify().getInputs(0).getText()).isEqualTo("Good.");
    }

    @Test
    void weighsSentencesByTheirLengthOverAllParts() {
        tokenized(Documents.part(0, 2, List.of("Good+!")));
        tokenized(Documents.part(1, 2, List.of("This is so very bad-!")));
        answerAll();

        TaskCompleted completed = result();
        Classification classification = completed.getClassification();
        assertThat(classification.getLabel()).isEqualTo("negative");
        assertThat(classification.getScoresList())
                .extracting(LabelScore::getLabel)
                .containsExactly("negative", "positive");
        float expected = (0.25f * 6 + 0.75f * 21) / 27;
        assertThat(classification.getScores(0).getScore()).isCloseTo(expected, Offset.offset(1e-5f));
        assertThat(classification.getSegmentsList())
                .extracting(SegmentScores::getSegmentId)
                .containsExactly("0.0", "1.0");
        assertThat(classification.getSegments(0).getValuesList()).containsExactly(0.25f, 0.75f);
        assertThat(completed.getPartCount()).isEqualTo(1);
        assertThat(completed.getLanguage()).isEqualTo("en");
        assertThat(completed.getProvenance().getModelDigestsList()).containsExactly("digest");
        assertThat(completed.getProvenance().getInputTokens()).isEqualTo(2);
        assertThat(gathering.keys()).isEmpty();
    }

    @Test
    void leavesOutCodeAndWhatHasNoLetters() {
        DocumentTokenized.Builder part = Documents.part(0, 1, List.of("int i = 0;", "---", "Good+.")).toBuilder();
        part.getSegmentsBuilder(0).setBlockKind(BlockKind.BLOCK_KIND_CODE);
        tokenized(part.build());
        answerAll();

        assertThat(result().getClassification().getSegmentsList())
                .extracting(SegmentScores::getSegmentId)
                .containsExactly("0.2");
    }

    @Test
    void failsADocumentWithoutTextToClassify() {
        tokenized(Documents.part(0, 2, List.of("12", "---")));
        tokenized(Documents.part(1, 2));

        assertFailed(FailureCode.EMPTY_TEXT);
        assertThat(requests()).isEmpty();
    }

    @Test
    void failsOnlyTheTaskWhoseLabelSetIsUnknownAndNamesWhatThereIs() {
        Task unknown = Task.newBuilder()
                .setTaskId("unknown")
                .setClassify(ClassifyTask.newBuilder().setLabelSet("topics"))
                .build();
        tokenized(Documents.part(0, 1, List.of("Good+.")).toBuilder()
                .addTasks(unknown)
                .build());

        assertThat(gathering.failed())
                .containsExactly(new InMemoryGathering.Failed(
                        "unknown",
                        FailureCode.LABEL_SET_UNKNOWN,
                        "There is no label set named topics; there are [sentiment]"));
        assertThat(requests()).hasSize(1);
    }

    @Test
    void doesNotConcernOtherTasks() {
        Task summary = Task.newBuilder()
                .setSummarize(SummarizeTask.getDefaultInstance())
                .build();

        assertThat(stage.concerns(Documents.SENTIMENT)).isTrue();
        assertThat(stage.concerns(summary)).isFalse();
    }

    @Test
    void failsTheTaskWhenACallFailed() {
        tokenized(Documents.part(0, 1, List.of("Good+."), List.of("Bad-.")));
        completed(InferenceCompleted.newBuilder()
                .setRequestId("task/0/classify/1")
                .setFailure(
                        InferenceFailure.newBuilder().setCode("MODEL_CORRUPT").setReason("broken"))
                .build());

        assertFailed(FailureCode.MODEL_CORRUPT);
        answerAll();
        assertThat(results()).isEmpty();
    }

    @Test
    void failsTheTaskWhenASentenceFailed() {
        tokenized(Documents.part(0, 1, List.of("Good+.")));
        completed(InferenceCompleted.newBuilder()
                .setRequestId("task/0/classify/0")
                .setClassify(ClassifyResponse.newBuilder()
                        .addOutputs(Classified.newBuilder()
                                .setFailure(InferenceFailure.newBuilder().setCode("INPUT_TOO_LONG"))))
                .build());

        assertFailed(FailureCode.INPUT_TOO_LONG);
    }

    @Test
    void asksAgainOnlyForWhatIsNotAnsweredWhenAPartComesAgain() {
        DocumentTokenized part = Documents.part(0, 1, List.of("Good+."), List.of("Bad-."));
        tokenized(part);
        completed(Documents.answer(requests().getFirst()));
        gathering.clearEmitted();

        tokenized(part);

        assertThat(requests()).extracting(InferenceRequested::getRequestId).containsExactly("task/0/classify/1");
    }

    @Test
    void ignoresAnswersThatNobodyWaitsFor() {
        tokenized(Documents.part(0, 1, List.of("Good+.")));
        InferenceCompleted answer = Documents.answer(requests().getFirst());
        completed(answer);
        gathering.clearEmitted();

        completed(answer);
        completed(answer.toBuilder().setRequestId("nonsense").build());
        completed(answer.toBuilder().setRequestId("task/0/classify/x").build());

        assertThat(gathering.emitted()).isEmpty();
        assertThat(gathering.keys()).isEmpty();
    }

    @Test
    void saysHowManySentencesItLeftOut() {
        ClassificationStage small = stage(2);
        small.onTokenized(received(Documents.part(0, 1, List.of("Good+.", "Bad-.", "So so."))), gathering);
        small.onCompleted(received(Documents.answer(requests().getFirst())), gathering);

        Classification classification = result().getClassification();
        assertThat(classification.getSegmentsCount()).isEqualTo(2);
        assertThat(classification.getSegmentsLeftOut()).isEqualTo(1);
    }

    @Test
    void keepsStatesAndResultsBelowTheSizeOfARecord() {
        ClassificationStage large = stage(25_000);
        List<String> sentences = Collections.nCopies(12_000, "Ab+.");
        for (int part = 0; part < 4; part++) {
            large.onTokenized(received(Documents.part(part, 4, sentences)), gathering);
        }
        for (InferenceRequested request : requests()) {
            large.onCompleted(received(Documents.answer(request)), gathering);
            gathering
                    .under("task/")
                    .forEach(state -> assertThat(state.getSerializedSize()).isLessThan(900 * 1024));
        }

        assertThat(result().getSerializedSize()).isLessThan(900 * 1024);
        assertThat(result().getClassification().getSegmentsLeftOut()).isPositive();
    }

    @Test
    void takesTheGeometricMeanWhereTheModelAsksForIt() {
        tokenized(Documents.part(0, 1, List.of("Good+."), List.of("Badly.")));
        requests().forEach(request -> completed(scored(request, 0.9f, 0.1f, 0.2f, 0.8f)));

        float good = (float) Math.sqrt(0.9 * 0.2);
        float bad = (float) Math.sqrt(0.1 * 0.8);
        assertThat(result().getClassification().getScores(0).getScore())
                .isCloseTo(good / (good + bad), Offset.offset(1e-4f));
        assertThat(result().getClassification().getLabel()).isEqualTo("negative");
        assertThat(result().getClassification().getUnsure()).isFalse();
    }

    @Test
    void givesNoLabelWhereNoScoreReachesTheThreshold() {
        tokenized(Documents.part(0, 1, List.of("Good+.")));
        completed(scored(requests().getFirst(), 0.69f, 0.31f, 0, 0));

        Classification classification = result().getClassification();
        assertThat(classification.getUnsure()).isTrue();
        assertThat(classification.getLabel()).isEmpty();
        assertThat(classification.getScores(0).getScore()).isCloseTo(0.69f, Offset.offset(1e-3f));
    }

    @Test
    void triesAgainWhereTheModelWasReplacedInBetween() {
        tokenized(Documents.part(0, 1, List.of("Good+."), List.of("Bad-.")));
        InferenceCompleted.Builder other = Documents.answer(requests().getLast()).toBuilder();
        other.getClassifyBuilder().getUsageBuilder().setModelDigest("another");
        completed(Documents.answer(requests().getFirst()));
        completed(other.build());

        assertFailed(FailureCode.MODEL_REPLACED);
        assertThat(results()).isEmpty();
    }

    /** What a label set's model answers: these scores for the first window, or the others for the second. */
    private static InferenceCompleted scored(
            InferenceRequested request, float first, float second, float third, float fourth) {
        boolean begin = request.getRequestId().endsWith("/0");
        InferenceCompleted.Builder answer = Documents.answer(request).toBuilder();
        answer.getClassifyBuilder()
                .setMean(ScoreMean.SCORE_MEAN_GEOMETRIC)
                .setThreshold(0.5f + (third == 0 ? 0.2f : 0))
                .clearOutputs()
                .addOutputs(Classified.newBuilder()
                        .setScores(Scores.newBuilder()
                                .addValues(begin ? first : third)
                                .addValues(begin ? second : fourth)));
        return answer.build();
    }

    /** The same parts and answers, each delivered up to three times, in any order that keeps an answer after its request. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void givesTheSameResultWhateverTheOrder(long seed) {
        Random random = new Random(seed);
        List<DocumentTokenized> parts = new ArrayList<>(List.of(
                Documents.part(0, 3, List.of("Good+.", "So so."), List.of("Bad-, really.")),
                Documents.part(1, 3, List.of("Und++ das?")),
                Documents.part(2, 3, List.of("12"), List.of("Fin-."))));
        ClassificationStage other = stage(100);
        InMemoryGathering<ClassificationPart> inOrder = new InMemoryGathering<>();
        parts.forEach(part -> other.onTokenized(received(part), inOrder));
        inOrder.emitted(Topics.INFERENCE_REQUESTS_BULK, InferenceRequested.class)
                .forEach(request -> other.onCompleted(received(Documents.answer(request)), inOrder));
        TaskCompleted expected =
                inOrder.emitted(Topics.DOCUMENTS_RESULTS, TaskCompleted.class).getFirst();

        List<DocumentTokenized> deliveries = new ArrayList<>(parts);
        deliveries.addAll(parts.subList(0, random.nextInt(3)));
        Collections.shuffle(deliveries, random);
        List<InferenceRequested> open = new ArrayList<>();
        int seen = 0;
        while (!deliveries.isEmpty() || !open.isEmpty()) {
            if (!deliveries.isEmpty() && (open.isEmpty() || random.nextBoolean())) {
                tokenized(deliveries.removeFirst());
            } else {
                InferenceRequested request = open.get(random.nextInt(open.size()));
                completed(Documents.answer(request));
                if (random.nextInt(3) > 0) {
                    open.remove(request);
                }
            }
            List<InferenceRequested> all = requests();
            open.addAll(all.subList(seen, all.size()));
            seen = all.size();
        }

        assertThat(results())
                .isNotEmpty()
                .allSatisfy(result -> assertThat(result).isEqualTo(expected));
    }

    private static ClassificationStage stage(int sentenceScores) {
        return new ClassificationStage(
                new LabelSets(Map.of("sentiment", () -> FakeCatalogue.SENTIMENT), TrainedLabelSets.NONE),
                sentenceScores,
                "1.2.3");
    }

    private void tokenized(DocumentTokenized part) {
        stage.onTokenized(received(part), gathering);
    }

    private void completed(InferenceCompleted completed) {
        stage.onCompleted(received(completed), gathering);
    }

    private void answerAll() {
        requests().forEach(request -> completed(Documents.answer(request)));
    }

    private List<InferenceRequested> requests() {
        return gathering.emitted(Topics.INFERENCE_REQUESTS_BULK, InferenceRequested.class);
    }

    private List<TaskCompleted> results() {
        return gathering.emitted(Topics.DOCUMENTS_RESULTS, TaskCompleted.class);
    }

    private TaskCompleted result() {
        assertThat(results()).hasSize(1);
        return results().getFirst();
    }

    private void assertFailed(FailureCode code) {
        assertThat(gathering.failed())
                .extracting(InMemoryGathering.Failed::code)
                .containsExactly(code);
        assertThat(gathering.keys()).isEmpty();
    }

    private static <E extends Message> Received<E> received(E event) {
        return new Received<>("document", event, CONTEXT);
    }
}
