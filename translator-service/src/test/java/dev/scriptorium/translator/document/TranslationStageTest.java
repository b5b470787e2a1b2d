package dev.scriptorium.translator.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Message;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.memory.InMemoryTranslationMemory;
import dev.scriptorium.memory.TranslationMemory;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Lane;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.document.v1.SummarizeTask;
import dev.scriptorium.proto.document.v1.Task;
import dev.scriptorium.proto.document.v1.TranslateTask;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.translator.v1.PartState;
import dev.scriptorium.proto.translator.v1.SegmentMatch;
import dev.scriptorium.proto.translator.v1.SegmentOrigin;
import dev.scriptorium.runtime.event.EventContext;
import dev.scriptorium.runtime.event.Received;
import dev.scriptorium.testing.streams.InMemoryGathering;
import dev.scriptorium.translator.FakeModels;
import dev.scriptorium.translator.Texts;
import dev.scriptorium.translator.glossary.CurrentTerms;
import dev.scriptorium.translator.part.TranslationSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TranslationStageTest {

    private static final EventContext CONTEXT = new EventContext("tenant-1", TraceParent.start(new Random(1)));
    private static final DocumentRef DOCUMENT = DocumentRef.newBuilder()
            .setDocumentId("document-1")
            .setTenantId("tenant-1")
            .setLane(Lane.LANE_BULK)
            .setAttempt(1)
            .build();

    private final FakeModels models = FakeModels.of("en-de", "fr-en");
    private final TranslationStage stage = stage(models);
    private InMemoryGathering<PartState> gathering;

    @BeforeEach
    void forget() {
        gathering = new InMemoryGathering<>();
    }

    @Test
    void asksTheModelAndSendsTheResultOfThePart() {
        tokenized(part(0, 2, task("task-1", "de")));

        InferenceRequested request = requests().getFirst();
        assertThat(request.getRequestId()).isEqualTo("task-1/0/translate/0");
        assertThat(request.getCaller()).isEqualTo("translator");
        assertThat(request.getGenerate().getModel()).isEqualTo("translator-en-de");
        assertThat(request.getGenerate().getLane()).isEqualTo(Lane.LANE_BULK);
        assertThat(request.getGenerate().getTenantId()).isEqualTo("tenant-1");
        assertThat(gathering.keys()).containsExactly("task-1/0");

        requests().forEach(each -> completed(answer(models, each)));

        TaskCompleted result = results().getFirst();
        assertThat(result.getTaskId()).isEqualTo("task-1");
        assertThat(result.getPartCount()).isEqualTo(2);
        assertThat(result.getLanguage()).isEqualTo("en");
        assertThat(result.getProvenance().getSoftwareVersion()).isEqualTo("1.2.3");
        assertThat(result.getTranslation().getSegmentsCount()).isEqualTo(6);
        assertThat(gathering.keys()).isEmpty();
    }

    @Test
    void sendsInteractiveDocumentsByTheirOwnLane() {
        var part = part(0, 1, task("task-1", "de")).toBuilder();
        part.getDocumentBuilder().setLane(Lane.LANE_INTERACTIVE);

        tokenized(part.build());

        assertThat(gathering.emitted()).allSatisfy(emitted -> {
            assertThat(emitted.topic()).isEqualTo(Topics.INFERENCE_REQUESTS_INTERACTIVE);
            assertThat(emitted.key()).startsWith("task-1/0/translate/");
        });
    }

    @Test
    void givesAResultForAPartThatHasNothingToTranslate() {
        tokenized(part(1, 2, List.of(), task("task-1", "de")));

        assertThat(results()).hasSize(1);
        assertThat(results().getFirst().getPartIndex()).isEqualTo(1);
        assertThat(results().getFirst().getTranslation().getPathList()).containsExactly("de");
    }

    @Test
    void failsOnlyTheTaskThatHasNoModel() {
        var other = Task.newBuilder()
                .setTaskId("task-0")
                .setSummarize(SummarizeTask.newBuilder())
                .build();

        tokenized(part(0, 1, other, task("task-1", "es"), task("task-2", "de")));

        assertThat(gathering.failed()).singleElement().satisfies(failed -> {
            assertThat(failed.taskId()).isEqualTo("task-1");
            assertThat(failed.code()).isEqualTo(FailureCode.LANGUAGE_PAIR_UNAVAILABLE);
            assertThat(failed.reason()).contains("from en to es").contains("en>de");
        });
        assertThat(gathering.keys()).containsExactly("task-2/0");
    }

    @Test
    void failsTheTaskWhereTheWholeRequestFailed() {
        tokenized(part(0, 1, task("task-1", "de")));
        var failed = InferenceCompleted.newBuilder()
                .setDocument(DOCUMENT)
                .setRequestId("task-1/0/translate/0")
                .setFailure(InferenceFailure.newBuilder().setCode("OVERLOADED").setReason("Too much to do."))
                .build();

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> completed(failed))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.OVERLOADED));
    }

    @Test
    void failsTheTasksWhereTheCatalogueDoesNotAnswer() {
        var deaf = new TranslationStage(
                () -> {
                    throw new FailureException(FailureCode.DEPENDENCY_UNAVAILABLE, "No answer");
                },
                new TranslationSettings(2, 4, 0.2),
                TranslationMemory.NONE,
                CurrentTerms.NONE,
                "1.2.3");

        deaf.onTokenized(received(part(0, 1, task("task-1", "de"))), gathering);

        assertThat(gathering.failed())
                .extracting(InMemoryGathering.Failed::code)
                .containsExactly(FailureCode.DEPENDENCY_UNAVAILABLE);
    }

    @Test
    void ignoresAnswersThatNobodyWaitsFor() {
        tokenized(part(0, 1, task("task-1", "de")));
        List<InferenceCompleted> answers =
                requests().stream().map(each -> answer(models, each)).toList();
        answers.forEach(this::completed);

        answers.forEach(this::completed);

        assertThat(results()).hasSize(1);
        assertThat(gathering.keys()).isEmpty();
    }

    @Test
    void sendsOpenRequestsAgainWhenThePartComesAgain() {
        tokenized(part(0, 1, task("task-1", "de")));
        List<InferenceRequested> first = requests();
        completed(answer(models, first.getFirst()));
        gathering.clearEmitted();

        tokenized(part(0, 1, task("task-1", "de")));

        assertThat(requests()).isEqualTo(first.subList(1, first.size()));
    }

    /** Every record at least once, some more often, parts and answers in any order: the results do not differ. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 42, 1_000_003})
    void givesTheSameResultsWhateverTheOrderAndHoweverOften(long seed) {
        List<DocumentTokenized> parts = List.of(
                part(0, 3, task("task-1", "de"), task("task-2", "en")),
                part(1, 3, segments("fr"), task("task-1", "de"), task("task-2", "en")),
                part(2, 3, task("task-1", "de"), task("task-2", "en")));

        List<TaskCompleted> disturbed = resultsOf(parts, new Random(seed), 0.4);

        assertThat(disturbed).as("seed %d", seed).isEqualTo(resultsOf(parts, new Random(0), 0.0));
        assertThat(disturbed).hasSize(6);
    }

    private List<TaskCompleted> resultsOf(List<DocumentTokenized> parts, Random random, double repeated) {
        FakeModels faulty = faulty();
        TranslationStage fresh = stage(faulty);
        var states = new InMemoryGathering<PartState>();
        List<TaskCompleted> results = new ArrayList<>();
        List<Runnable> pending = new ArrayList<>();
        parts.forEach(part -> pending.add(() -> fresh.onTokenized(received(part), states)));
        int steps = 0;
        while (!pending.isEmpty()) {
            int next = random.nextInt(pending.size());
            Runnable delivery = pending.get(next);
            if (random.nextDouble() >= repeated || steps++ > 500) {
                pending.remove(next);
            }
            delivery.run();
            for (InferenceRequested request :
                    states.emitted(Topics.INFERENCE_REQUESTS_BULK, InferenceRequested.class)) {
                pending.add(() -> fresh.onCompleted(received(answer(faulty, request)), states));
            }
            results.addAll(states.emitted(Topics.DOCUMENTS_RESULTS, TaskCompleted.class));
            states.clearEmitted();
        }
        assertThat(states.keys()).isEmpty();
        return results.stream()
                .distinct()
                .sorted(Comparator.comparing(TaskCompleted::getTaskId).thenComparing(TaskCompleted::getPartIndex))
                .toList();
    }

    /** Needs a second try for some sentences. */
    private static FakeModels faulty() {
        return FakeModels.of("en-de", "fr-en").behaving((request, text) -> {
            boolean loses = text.hashCode() % 2 == 0 && request.getOptions().getBeams() == 0;
            return FakeModels.text(FakeModels.translated(request, text) + (loses ? " 4711" : ""), -0.5f);
        });
    }

    @Test
    void asksNoModelAboutWhatAnotherDocumentHad() {
        var remembering = new TranslationStage(
                models::directions,
                new TranslationSettings(2, 4, 0.2),
                new InMemoryTranslationMemory(),
                CurrentTerms.NONE,
                "1.2.3");
        remembering.onTokenized(received(part(0, 1, task("task-1", "de"))), gathering);
        requests().forEach(request -> remembering.onCompleted(received(answer(models, request)), gathering));
        var later = new InMemoryGathering<PartState>();

        remembering.onTokenized(received(part(0, 1, task("task-2", "de"))), later);

        assertThat(later.emitted(Topics.INFERENCE_REQUESTS_BULK, InferenceRequested.class))
                .isEmpty();
        assertThat(later.emitted(Topics.DOCUMENTS_RESULTS, TaskCompleted.class))
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.getProvenance().getModelMicros()).isZero();
                    assertThat(result.getTranslation().getSegmentsList())
                            .allSatisfy(segment -> assertThat(segment.getMatch())
                                    .isIn(SegmentMatch.SEGMENT_MATCH_EXACT, SegmentMatch.SEGMENT_MATCH_IN_CONTEXT))
                            .allSatisfy(segment ->
                                    assertThat(segment.getOrigin()).isEqualTo(SegmentOrigin.SEGMENT_ORIGIN_MACHINE));
                });
    }

    private void tokenized(DocumentTokenized part) {
        stage.onTokenized(received(part), gathering);
    }

    private void completed(InferenceCompleted completed) {
        stage.onCompleted(received(completed), gathering);
    }

    private List<InferenceRequested> requests() {
        return gathering.emitted(Topics.INFERENCE_REQUESTS_BULK, InferenceRequested.class);
    }

    private List<TaskCompleted> results() {
        return gathering.emitted(Topics.DOCUMENTS_RESULTS, TaskCompleted.class);
    }

    private static TranslationStage stage(FakeModels models) {
        return new TranslationStage(
                models::directions,
                new TranslationSettings(2, 4, 0.2),
                TranslationMemory.NONE,
                CurrentTerms.NONE,
                "1.2.3");
    }

    private static <E extends Message> Received<E> received(E event) {
        return new Received<>("document-1", event, CONTEXT);
    }

    private static InferenceCompleted answer(FakeModels models, InferenceRequested request) {
        return InferenceCompleted.newBuilder()
                .setDocument(request.getDocument())
                .setRequestId(request.getRequestId())
                .setGenerate(models.answer(request.getGenerate()))
                .build();
    }

    private static Task task(String id, String target) {
        return Task.newBuilder()
                .setTaskId(id)
                .setTranslate(TranslateTask.newBuilder().setTargetLanguage(target))
                .build();
    }

    private static DocumentTokenized part(int index, int count, Task... tasks) {
        return part(index, count, segments("en"), tasks);
    }

    private static DocumentTokenized part(int index, int count, List<Segment> segments, Task... tasks) {
        return DocumentTokenized.newBuilder()
                .setDocument(DOCUMENT)
                .addAllTasks(List.of(tasks))
                .setPartIndex(index)
                .setPartCount(count)
                .addAllSegments(segments)
                .setLanguage(segments.isEmpty() ? "" : segments.getFirst().getLanguage())
                .build();
    }

    private static List<Segment> segments(String language) {
        return IntStream.range(0, 6)
                .mapToObj(i -> Texts.segment(i, language, "The council of town " + (20 + i) + " met again in spring.")
                        .build())
                .toList();
    }
}
