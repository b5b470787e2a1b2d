package dev.scriptorium.summarizer.document;

import static dev.scriptorium.summarizer.document.Documents.answer;
import static dev.scriptorium.summarizer.document.Documents.failure;
import static dev.scriptorium.summarizer.document.Documents.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Lane;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.proto.inference.v1.Input;
import dev.scriptorium.proto.summarizer.v1.Shortfall;
import dev.scriptorium.proto.summarizer.v1.Summary;
import dev.scriptorium.proto.summarizer.v1.SummarySentence;
import dev.scriptorium.proto.summarizer.v1.SummaryState;
import dev.scriptorium.runtime.event.EventContext;
import dev.scriptorium.runtime.event.Received;
import dev.scriptorium.summarizer.SummarySettings;
import dev.scriptorium.summarizer.ranking.ExtractiveSummary;
import dev.scriptorium.summarizer.ranking.Feature;
import dev.scriptorium.summarizer.ranking.Scorers;
import dev.scriptorium.testing.streams.InMemoryGathering;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryStageTest {

    private static final EventContext CONTEXT = new EventContext("tenant-1", TraceParent.start(new Random(1)));

    private final InMemoryGathering<SummaryState> gathering = new InMemoryGathering<>();
    private final SummaryStage stage = new SummaryStage(
            new SummarySettings("sentence-embedding", 100, 5),
            new ExtractiveSummary(Scorers.usual()),
            Documents.SCORER,
            Documents.ABSTRACTIVE);

    @Test
    void asksForTheVectorsOfEachWindowByIds() {
        on(part(0, 1, 2, sentences(6)));

        List<InferenceRequested> requests = requests();
        assertThat(requests)
                .extracting(InferenceRequested::getRequestId)
                .containsExactly("task-1/0/embed/0", "task-1/0/embed/1");
        assertThat(requests.getFirst().getCaller()).isEqualTo(Topics.SUMMARIZER);
        assertThat(requests.getFirst().getEmbed().getTokenizerDigest()).isEqualTo("abc");
        assertThat(requests.getFirst().getEmbed().getInputsList()).hasSize(4).allMatch(Input::hasTokens);
        assertThat(requests.get(1).getEmbed().getInputsCount()).isEqualTo(2);
    }

    @Test
    void citesTheChosenSentencesOnceAllWindowsAreAnswered() {
        on(part(0, 1, 2, sentences(6)));
        List<InferenceRequested> requests = requests();

        on(answer(requests.get(1)));
        assertThat(results()).isEmpty();
        on(answer(requests.get(0)));

        TaskCompleted result = results().getFirst();
        assertThat(result.getTaskId()).isEqualTo("task-1");
        assertThat(result.getPartCount()).isEqualTo(1);
        assertThat(result.getLanguage()).isEqualTo("en");
        assertThat(result.getSummary().getSentencesList()).hasSize(2).allSatisfy(sentence -> {
            int index = Integer.parseInt(sentence.getSegmentIds(0).substring(2));
            assertThat(sentence.getText()).isEqualTo(sentences(6).get(index));
            assertThat(sentence.getPlace().getPage()).isEqualTo(1);
        });
        assertThat(result.getSummary().getCoverage().getWindowsRead()).isEqualTo(2);
        assertThat(result.getSummary().getCoverage().getSegmentsConsidered()).isEqualTo(6);
        assertThat(result.getProvenance().getModelsList()).containsExactly("sentence-embedding", "scorer");
        assertThat(result.getProvenance().getModelDigestsList()).containsExactly("model-digest", "scorer-digest");
        assertThat(result.getProvenance().getInputTokens()).isEqualTo(20);
        assertThat(result.getProvenance().getSoftwareVersion()).isEqualTo("1.0");
        assertThat(gathering.keys()).isEmpty();
    }

    @Test
    void returnsAShortDocumentWholeWithoutAModel() {
        on(part(0, 1, 3, sentences(2)));

        assertThat(requests()).isEmpty();
        assertThat(results().getFirst().getSummary().getSentencesList())
                .extracting(SummarySentence::getText)
                .containsExactlyElementsOf(sentences(2));
        assertThat(results().getFirst().getProvenance().getModelsList()).isEmpty();
        assertThat(results().getFirst().getProvenance().getSoftwareVersion()).isEqualTo("1.0");
        assertThat(gathering.keys()).isEmpty();
    }

    @Test
    void saysThatADocumentHasFewSentences() {
        on(part(0, 1, 3, sentences(2)));

        assertThat(results().getFirst().getSummary().getShortfall()).isEqualTo(Shortfall.SHORTFALL_FEW_SENTENCES);
    }

    @Test
    void givesASentenceOnceThatSeveralPartsHaveAndSaysSo() {
        on(part(0, 2, 2, List.of("The council approved the budget.", "Click or tap here to enter text.")));
        on(part(1, 2, 2, List.of("THE COUNCIL APPROVED THE BUDGET!")));
        requests().forEach(request -> on(answer(request)));

        Summary summary = results().getFirst().getSummary();
        assertThat(summary.getSentencesList())
                .extracting(SummarySentence::getText)
                .containsExactly("The council approved the budget.");
        assertThat(summary.getShortfall()).isEqualTo(Shortfall.SHORTFALL_REPETITIONS);
        assertThat(summary.getCoverage().getSegmentsBoilerplate()).isEqualTo(1);
    }

    @Test
    void takesHeadingsWhereThereIsNothingElse() {
        DocumentTokenized tokenized = part(0, 1, 3, List.of("Menu of the day", "x = 1;"));
        on(tokenized.toBuilder()
                .setSegments(0, tokenized.getSegments(0).toBuilder().setBlockKind(BlockKind.BLOCK_KIND_HEADING))
                .setSegments(1, tokenized.getSegments(1).toBuilder().setBlockKind(BlockKind.BLOCK_KIND_CODE))
                .build());

        assertThat(results().getFirst().getSummary().getSentencesList())
                .extracting(SummarySentence::getText)
                .containsExactly("Menu of the day");
    }

    @Test
    void failsADocumentWithoutText() {
        assertThatThrownBy(() -> on(part(0, 1, 3, List.of())))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.EMPTY_TEXT));
        on(part(0, 2, 3, List.of()));
        assertThatThrownBy(() -> on(part(1, 2, 3, List.of("---")))).isInstanceOf(FailureException.class);
    }

    @Test
    void sendsTheTextWhereTheIdsAreOfAnotherTokenizer() {
        on(part(0, 1, 2, sentences(3)));
        on(failure(requests().getFirst(), "TOKENIZER_MISMATCH"));

        InferenceRequested again = requests().get(1);
        assertThat(again.getRequestId()).isEqualTo("task-1/0/embed/0");
        assertThat(again.getEmbed().getTokenizerDigest()).isEmpty();
        assertThat(again.getEmbed().getInputsList()).extracting(Input::getText).containsExactlyElementsOf(sentences(3));
    }

    @Test
    void sendsTheTextWhereThePartHasNoIds() {
        on(part(0, 1, 2, sentences(3)).toBuilder().clearEncodings().build());

        assertThat(requests().getFirst().getEmbed().getInputsList()).allMatch(Input::hasText);
    }

    @Test
    void failsTheTaskWhenTheModelDoes() {
        on(part(0, 1, 2, sentences(3)));
        on(failure(requests().getFirst(), "MODEL_UNKNOWN"));

        assertThat(gathering.failed())
                .containsExactly(
                        new InMemoryGathering.Failed("task-1", FailureCode.MODEL_UNKNOWN, "as the test wants it"));
        assertThat(gathering.keys()).isEmpty();
    }

    @Test
    void sendsTheRequestsOfAnInteractiveDocumentAhead() {
        DocumentTokenized bulk = part(0, 1, 2, sentences(3));
        on(bulk.toBuilder()
                .setDocument(bulk.getDocument().toBuilder().setLane(Lane.LANE_INTERACTIVE))
                .build());

        assertThat(gathering.emitted(Topics.INFERENCE_REQUESTS_INTERACTIVE, InferenceRequested.class))
                .hasSize(1);
    }

    @Test
    void asksAgainOnlyForWhatIsNotAnswered() {
        DocumentTokenized tokenized = part(0, 1, 2, sentences(6));
        on(tokenized);
        on(answer(requests().getFirst()));
        gathering.clearEmitted();

        on(tokenized);

        assertThat(requests()).extracting(InferenceRequested::getRequestId).containsExactly("task-1/0/embed/1");
    }

    @Test
    void keepsTheBestOfAPartThatIsReadAndForgetsTheRest() {
        on(part(0, 2, 3, sentences(40)));
        requests().forEach(request -> on(answer(request)));

        assertThat(gathering.keys()).containsExactly("task-1/0", "task-1/progress");
        var read = gathering.find("task-1/0").orElseThrow().getPart();
        assertThat(read.getRead()).isTrue();
        assertThat(read.getCandidatesCount()).isEqualTo(5);
        assertThat(read.getCandidateCount()).isEqualTo(40);
        assertThat(results()).isEmpty();
    }

    @Test
    void ranksThePartsByTheTitleOfTheFirst() {
        var byTitle = new ExtractiveSummary(Scorers.weighing(Map.of(Feature.TITLE_IN, 1.0)));
        var titleStage = new SummaryStage(
                new SummarySettings("sentence-embedding", 100, 5), byTitle, Documents.SCORER, Documents.ABSTRACTIVE);
        DocumentTokenized first = part(0, 2, 1, List.of("Harvest", "It was a long year.", "It was a cold year."));
        DocumentTokenized second =
                part(1, 2, 1, List.of("Weather", "The weather was bad.", "The harvest was bad too."));
        for (DocumentTokenized part : List.of(first, second)) {
            var heading = part.getSegments(0).toBuilder().setBlockKind(BlockKind.BLOCK_KIND_HEADING);
            titleStage.onTokenized(
                    new Received<>(
                            "document-1",
                            part.toBuilder().setSegments(0, heading).build(),
                            CONTEXT),
                    gathering);
        }

        for (InferenceRequested request : requests()) {
            titleStage.onCompleted(new Received<>("document-1", answer(request), CONTEXT), gathering);
        }

        assertThat(results().getFirst().getSummary().getSentencesList())
                .extracting(SummarySentence::getText)
                .containsExactly("The harvest was bad too.");
    }

    @Test
    void ignoresAnswersThatNobodyWaitsFor() {
        on(part(0, 1, 2, sentences(3)));
        InferenceRequested request = requests().getFirst();
        on(answer(request));
        on(answer(request));
        on(answer(request.toBuilder().setRequestId("other/0/embed/0").build()));
        on(answer(request.toBuilder().setRequestId("nonsense").build()));
        on(answer(request.toBuilder().setRequestId("task-1/x/embed/y").build()));

        assertThat(results()).hasSize(1);
        assertThat(gathering.keys()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void givesTheSameSummaryWhateverTheOrderAndHoweverOftenEventsCome(long seed) {
        TaskCompleted inOrder = play(new ArrayList<>(documentOfThreeParts()), null);

        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            TaskCompleted disordered = play(new ArrayList<>(documentOfThreeParts()), random);
            assertThat(disordered.getSummary())
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(inOrder.getSummary());
        }
    }

    private static List<DocumentTokenized> documentOfThreeParts() {
        return List.of(part(0, 3, 4, sentences(9)), part(1, 3, 4, List.of("12 34")), part(2, 3, 4, sentences(7)));
    }

    /** Delivers parts and answers until nothing is left; with a random in any order, and some of them twice. */
    private TaskCompleted play(List<Message> waiting, Random random) {
        var store = new InMemoryGathering<SummaryState>();
        int asked = 0;
        while (!waiting.isEmpty()) {
            int at = random == null ? 0 : random.nextInt(waiting.size());
            Message event = waiting.get(at);
            boolean twice = random != null && random.nextInt(4) == 0;
            if (!twice) {
                waiting.remove(at);
            }
            deliver(event, store);
            List<InferenceRequested> requests = store.emitted(Topics.INFERENCE_REQUESTS_BULK, InferenceRequested.class);
            for (; asked < requests.size(); asked++) {
                waiting.add(answer(requests.get(asked)));
            }
            List<TaskCompleted> results = store.emitted(Topics.DOCUMENTS_RESULTS, TaskCompleted.class);
            if (!results.isEmpty()) {
                return results.getFirst();
            }
        }
        throw new AssertionError("no summary came; kept: " + store.keys());
    }

    private void on(Message event) {
        deliver(event, gathering);
    }

    private void deliver(Message event, InMemoryGathering<SummaryState> store) {
        switch (event) {
            case DocumentTokenized tokenized ->
                stage.onTokenized(new Received<>("document-1", tokenized, CONTEXT), store);
            case InferenceCompleted completed ->
                stage.onCompleted(new Received<>("document-1", completed, CONTEXT), store);
            default -> throw new IllegalArgumentException("no event of this stage");
        }
    }

    private List<InferenceRequested> requests() {
        return gathering.emitted(Topics.INFERENCE_REQUESTS_BULK, InferenceRequested.class);
    }

    private List<TaskCompleted> results() {
        return gathering.emitted(Topics.DOCUMENTS_RESULTS, TaskCompleted.class);
    }

    private static List<String> sentences(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "This is sentence number " + i + " of the report.")
                .toList();
    }
}
