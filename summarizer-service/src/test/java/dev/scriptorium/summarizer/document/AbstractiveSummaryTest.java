package dev.scriptorium.summarizer.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.SummarizeTask;
import dev.scriptorium.proto.document.v1.SummaryStyle;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.proto.inference.v1.EmbedResponse;
import dev.scriptorium.proto.inference.v1.Embedded;
import dev.scriptorium.proto.inference.v1.GenerateResponse;
import dev.scriptorium.proto.inference.v1.Generated;
import dev.scriptorium.proto.inference.v1.GeneratedText;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.inference.v1.Input;
import dev.scriptorium.proto.inference.v1.Usage;
import dev.scriptorium.proto.inference.v1.Vector;
import dev.scriptorium.proto.summarizer.v1.Coverage;
import dev.scriptorium.proto.summarizer.v1.Shortfall;
import dev.scriptorium.proto.summarizer.v1.Summary;
import dev.scriptorium.proto.summarizer.v1.SummarySentence;
import dev.scriptorium.proto.summarizer.v1.SummaryState;
import dev.scriptorium.runtime.event.EventContext;
import dev.scriptorium.runtime.event.Received;
import dev.scriptorium.summarizer.SummarySettings;
import dev.scriptorium.summarizer.abstractive.AbstractiveSettings;
import dev.scriptorium.summarizer.ranking.ExtractiveSummary;
import dev.scriptorium.summarizer.ranking.Scorers;
import dev.scriptorium.testing.streams.InMemoryGathering;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AbstractiveSummaryTest {

    private static final EventContext CONTEXT = new EventContext("tenant-1", TraceParent.start(new Random(1)));
    private static final List<String> TOPICS =
            List.of("harvest", "weather", "railway", "election", "hospital", "festival", "budget", "library");

    /** Each segment counts two tokens, so a window has four of them. */
    private static final AbstractiveSettings EIGHT_TOKENS = new AbstractiveSettings(8, 0.5, 64);

    private final InMemoryGathering<SummaryState> gathering = new InMemoryGathering<>();
    private final SummaryStage stage = new SummaryStage(
            new SummarySettings("sentence-embedding", 100, 5),
            new ExtractiveSummary(Scorers.usual()),
            Documents.SCORER,
            EIGHT_TOKENS);

    @Test
    void asksTheNamedModelForASummaryOfEachWindowAlongSegmentBorders() {
        on(part(0, 1, 2, sentences(6)));

        assertThat(writing())
                .extracting(InferenceRequested::getRequestId)
                .containsExactly("task-1/0/map/0", "task-1/0/map/1");
        assertThat(writing()).allSatisfy(request -> {
            assertThat(request.getGenerate().getModel()).isEqualTo("bart");
            assertThat(request.getGenerate().getTask()).isEqualTo("summarization");
        });
        assertThat(String.join(
                        " ",
                        writing().stream().map(AbstractiveSummaryTest::read).toList()))
                .isEqualTo(String.join(" ", sentences(6)));
    }

    @Test
    void givesTheModelNoBoilerplateAndNoCode() {
        DocumentTokenized part = part(0, 1, 2, List.of("The harvest was good.", "int x = 1;", "Home Contact Imprint"));
        on(part.toBuilder()
                .setSegments(1, part.getSegments(1).toBuilder().setBlockKind(BlockKind.BLOCK_KIND_CODE))
                .setSegments(2, part.getSegments(2).toBuilder().setBoilerplate(true))
                .build());

        assertThat(writing()).extracting(AbstractiveSummaryTest::read).containsExactly("The harvest was good.");
    }

    @Test
    void citesTheSegmentsThatSupportAWrittenSentence() {
        TaskCompleted result = summarize(text -> "The railway is expensive.", part(0, 1, 1, sentences(8)));

        Summary summary = result.getSummary();
        assertThat(summary.getStyle()).isEqualTo(SummaryStyle.SUMMARY_STYLE_ABSTRACTIVE);
        SummarySentence sentence = summary.getSentences(0);
        assertThat(sentence.getSegmentIdsList()).containsExactly("0.2");
        assertThat(sentence.getSupport()).isGreaterThan(0.9f);
        assertThat(sentence.getUnsupported()).isFalse();
        assertThat(sentence.getPlace().getPage()).isEqualTo(1);
        assertThat(result.getProvenance().getModelsList()).containsExactlyInAnyOrder("bart", "sentence-embedding");
        assertThat(result.getProvenance().getSoftwareVersion()).isEqualTo("1.0");
        assertThat(result.getLanguage()).isEqualTo("en");
    }

    @Test
    void flagsASentenceThatTheDocumentDoesNotSupport() {
        TaskCompleted result = summarize(text -> "Penguins colonised Mars yesterday.", part(0, 1, 1, sentences(8)));

        assertThat(result.getSummary().getSentences(0).getUnsupported()).isTrue();
    }

    @Test
    void flagsANumberThatNoCitedSegmentHas() {
        TaskCompleted result = summarize(text -> "The railway is expensive 42.", part(0, 1, 1, sentences(8)));

        assertThat(result.getSummary().getSentences(0).getSupport()).isGreaterThan(0.5f);
        assertThat(result.getSummary().getSentences(0).getUnsupported()).isTrue();
    }

    @Test
    void climbsLevelByLevelUntilTheSentencesAreAsManyAsWanted() {
        TaskCompleted result = summarize(
                AbstractiveSummaryTest::firstSentence,
                part(0, 3, 2, sentences(40)),
                part(1, 3, 2, List.of("12 34")),
                part(2, 3, 2, sentences(25)));

        Coverage coverage = result.getSummary().getCoverage();
        assertThat(coverage.getSegments()).isEqualTo(66);
        assertThat(coverage.getSegmentsConsidered()).isEqualTo(66);
        assertThat(coverage.getWindows()).isEqualTo(10 + 1 + 7);
        assertThat(coverage.getWindowsRead()).isEqualTo(coverage.getWindows());
        assertThat(coverage.getSegmentsUnread()).isZero();
        assertThat(coverage.getLevels()).isGreaterThan(1);
        assertThat(result.getSummary().getSentencesCount()).isBetween(1, 2);
        assertThat(gathering.keys()).isEmpty();
    }

    @Test
    void halvesAWindowThatIsLongerThanTheModelTakes() {
        TaskCompleted result =
                summarize(text -> text.length() > 60 ? null : firstSentence(text), part(0, 1, 3, sentences(8)));

        assertThat(result.getSummary().getCoverage().getWindows()).isEqualTo(4);
        assertThat(result.getSummary().getCoverage().getWindowsRead()).isEqualTo(4);
        assertThat(result.getSummary().getCoverage().getSegmentsUnread()).isZero();
    }

    @Test
    void saysHowManySegmentsWereTooLongForTheModelByThemselves() {
        List<String> sentences = new ArrayList<>(sentences(3));
        sentences.add("The " + "very ".repeat(40) + "long sentence.");

        TaskCompleted result =
                summarize(text -> text.length() > 100 ? null : firstSentence(text), part(0, 1, 3, sentences));

        assertThat(result.getSummary().getCoverage().getSegmentsUnread()).isEqualTo(1);
        assertThat(result.getSummary().getCoverage().getWindowsRead())
                .isEqualTo(result.getSummary().getCoverage().getWindows() - 1);
    }

    @Test
    void keepsTheSentencesWithTheMostSupportAndSaysHowManyAreLeftOut() {
        TaskCompleted result = summarize(
                text -> "Penguins colonised Mars. The railway is expensive. Robots eat soup.",
                part(0, 1, 1, sentences(3)));

        assertThat(result.getSummary().getSentencesList())
                .extracting(SummarySentence::getText)
                .containsExactly("The railway is expensive.");
        assertThat(result.getSummary().getCoverage().getSentencesLeftOut()).isEqualTo(2);
    }

    @Test
    void saysThatTheModelWroteFewerSentences() {
        TaskCompleted result = summarize(text -> "The railway is expensive.", part(0, 1, 5, sentences(3)));

        assertThat(result.getSummary().getShortfall()).isEqualTo(Shortfall.SHORTFALL_MODEL_WROTE_FEWER);
    }

    @Test
    void endsWhereTextsCannotBeReadTogether() {
        TaskCompleted result =
                summarize(text -> text.contains("\n") ? null : firstSentence(text), part(0, 1, 1, sentences(12)));

        assertThat(result.getSummary().getSentencesCount()).isEqualTo(1);
        assertThat(result.getSummary().getCoverage().getSentencesLeftOut()).isEqualTo(2);
    }

    @Test
    void failsWhereTheModelFailsOrWritesNothing() {
        on(part(0, 1, 1, sentences(3)));
        on(Documents.failure(writing().getFirst(), "MODEL_UNKNOWN"));

        assertThat(gathering.failed())
                .extracting(InMemoryGathering.Failed::code)
                .containsExactly(FailureCode.MODEL_UNKNOWN);
        assertThat(gathering.keys()).isEmpty();
    }

    @Test
    void asksAgainForWhatIsNotAnsweredWhenTheLastPartComesAgain() {
        DocumentTokenized part = part(0, 1, 1, sentences(12));
        on(part);
        requests().forEach(request -> on(answer(request, AbstractiveSummaryTest::firstSentence)));
        gathering.clearEmitted();

        on(part);

        assertThat(writing()).extracting(InferenceRequested::getRequestId).containsExactly("task-1/1/reduce/0");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void givesTheSameSummaryWhateverTheOrderAndHoweverOftenEventsCome(long seed) {
        TaskCompleted inOrder = play(null);

        Random random = new Random(seed);
        for (int round = 0; round < 10; round++) {
            assertThat(play(random).getSummary())
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(inOrder.getSummary());
        }
    }

    private TaskCompleted play(Random random) {
        var store = new InMemoryGathering<SummaryState>();
        List<Message> waiting = new ArrayList<>(List.of(part(0, 2, 2, sentences(14)), part(1, 2, 2, sentences(9))));
        int asked = 0;
        while (!waiting.isEmpty()) {
            int at = random == null ? 0 : random.nextInt(waiting.size());
            Message event = waiting.get(at);
            if (random == null || random.nextInt(4) != 0) {
                waiting.remove(at);
            }
            deliver(event, store);
            List<InferenceRequested> requests = store.emitted(Topics.INFERENCE_REQUESTS_BULK, InferenceRequested.class);
            for (; asked < requests.size(); asked++) {
                waiting.add(answer(requests.get(asked), text -> text.length() > 90 ? null : firstSentence(text)));
            }
            List<TaskCompleted> results = store.emitted(Topics.DOCUMENTS_RESULTS, TaskCompleted.class);
            if (!results.isEmpty()) {
                return results.getFirst();
            }
        }
        throw new AssertionError("no summary came; kept: " + store.keys() + ", failed: " + store.failed());
    }

    /** @param model from what it reads to what it writes; null where that is too long for it */
    private TaskCompleted summarize(UnaryOperator<String> model, DocumentTokenized... parts) {
        for (DocumentTokenized part : parts) {
            on(part);
        }
        for (int i = 0; i < requests().size(); i++) {
            on(answer(requests().get(i), model));
        }
        assertThat(gathering.failed()).isEmpty();
        return gathering.emitted(Topics.DOCUMENTS_RESULTS, TaskCompleted.class).getFirst();
    }

    private static DocumentTokenized part(int index, int count, int wanted, List<String> sentences) {
        DocumentTokenized.Builder part = Documents.part(index, count, wanted, sentences).toBuilder();
        part.getTasksBuilder(0)
                .setSummarize(SummarizeTask.newBuilder()
                        .setSentences(wanted)
                        .setStyle(SummaryStyle.SUMMARY_STYLE_ABSTRACTIVE)
                        .setModel("bart"));
        part.getSegmentsBuilderList().forEach(segment -> segment.setSeparator(" "));
        return part.clearEncodings()
                .addEncodings(Documents.part(index, count, wanted, sentences).getEncodings(0))
                .build();
    }

    private static InferenceCompleted answer(InferenceRequested request, UnaryOperator<String> model) {
        InferenceCompleted.Builder answer = InferenceCompleted.newBuilder()
                .setDocument(request.getDocument())
                .setRequestId(request.getRequestId());
        if (request.hasGenerate()) {
            String written = model.apply(read(request));
            return answer.setGenerate(GenerateResponse.newBuilder()
                            .addOutputs(
                                    written == null
                                            ? Generated.newBuilder()
                                                    .setFailure(InferenceFailure.newBuilder()
                                                            .setCode("INPUT_TOO_LONG"))
                                            : Generated.newBuilder()
                                                    .setText(GeneratedText.newBuilder()
                                                            .setText(written)
                                                            .setTokenCount(3)))
                            .setUsage(Usage.newBuilder().setModel("bart").setModelDigest("bart-digest")))
                    .build();
        }
        EmbedResponse.Builder vectors =
                EmbedResponse.newBuilder().setUsage(Usage.newBuilder().setModel("sentence-embedding"));
        for (Input input : request.getEmbed().getInputsList()) {
            int topic = input.hasTokens() ? input.getTokens().getIds(1) % TOPICS.size() : topic(input.getText());
            byte[] vector = new byte[TOPICS.size() + 1];
            vector[topic < 0 ? TOPICS.size() : topic] = 127;
            vectors.addOutputs(
                    Embedded.newBuilder().setVector(Vector.newBuilder().setComponents(ByteString.copyFrom(vector))));
        }
        return answer.setEmbed(vectors).build();
    }

    private static int topic(String text) {
        return IntStream.range(0, TOPICS.size())
                .filter(i -> text.contains(TOPICS.get(i)))
                .findFirst()
                .orElse(-1);
    }

    private static String read(InferenceRequested request) {
        return request.getGenerate().getInputs(0).getText();
    }

    private static String firstSentence(String text) {
        return text.substring(0, text.indexOf('.') < 0 ? text.length() : text.indexOf('.') + 1);
    }

    private static List<String> sentences(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "The " + TOPICS.get(i % TOPICS.size()) + " is expensive"
                        + (i < TOPICS.size() ? "." : " number " + i + "."))
                .toList();
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

    private List<InferenceRequested> writing() {
        return requests().stream().filter(InferenceRequested::hasGenerate).toList();
    }
}
