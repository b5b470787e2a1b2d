package dev.scriptorium.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.inference.batching.BatchCall;
import dev.scriptorium.inference.batching.BatchLimits;
import dev.scriptorium.inference.batching.BatchObserver;
import dev.scriptorium.inference.batching.Batcher;
import dev.scriptorium.inference.batching.Batcher.Admission;
import dev.scriptorium.inference.batching.BatcherSettings;
import dev.scriptorium.inference.batching.Lane;
import dev.scriptorium.inference.batching.ModelInput;
import dev.scriptorium.inference.batching.RequestContext;
import dev.scriptorium.inference.catalogue.ModelCatalogue;
import dev.scriptorium.inference.catalogue.Models;
import dev.scriptorium.inference.fake.FakeCatalogue;
import dev.scriptorium.inference.fake.FakeClassifier;
import dev.scriptorium.inference.fake.FakeTranslator;
import dev.scriptorium.proto.document.v1.TokenIds;
import dev.scriptorium.proto.inference.v1.Alignment;
import dev.scriptorium.proto.inference.v1.AlignmentLink;
import dev.scriptorium.proto.inference.v1.ClassifyRequest;
import dev.scriptorium.proto.inference.v1.ClassifyResponse;
import dev.scriptorium.proto.inference.v1.EmbedRequest;
import dev.scriptorium.proto.inference.v1.GenerateRequest;
import dev.scriptorium.proto.inference.v1.GenerateResponse;
import dev.scriptorium.proto.inference.v1.Generated;
import dev.scriptorium.proto.inference.v1.GeneratedText;
import dev.scriptorium.proto.inference.v1.GenerationOptions;
import dev.scriptorium.proto.inference.v1.Input;
import dev.scriptorium.proto.inference.v1.Sampling;
import dev.scriptorium.proto.inference.v1.ScoreRequest;
import dev.scriptorium.proto.inference.v1.ScoreResponse;
import dev.scriptorium.proto.inference.v1.ScoredPair;
import dev.scriptorium.proto.inference.v1.TargetScore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelServingTest {

    private static final RequestContext ORIGIN = new RequestContext(Lane.INTERACTIVE, "acme", Instant.MAX);

    private final ModelCatalogue catalogue = FakeCatalogue.create();
    private final Batcher batcher = new Batcher(
            new BatcherSettings(2, new BatchLimits(3, 1000), 100, 4, 2, Duration.ofMinutes(1)),
            BatchObserver.NONE,
            Clock.systemUTC());
    private final ModelServing serving =
            new ModelServing(catalogue, batcher, new RequestLimits(10, 500), Runnable::run, Clock.systemUTC());

    @AfterEach
    void close() {
        batcher.close();
        catalogue.close();
    }

    @Test
    void waitsForAModelThatIsBeingFetchedUntilShortlyBeforeTheDeadline() {
        Instant now = Instant.parse("2026-11-25T12:00:00Z");
        List<Duration> timeout = new ArrayList<>();
        ModelServing waiting = new ModelServing(
                (name, patient) -> {
                    timeout.add(patient);
                    return new CompletableFuture<>();
                },
                batcher,
                new RequestLimits(10, 500),
                Runnable::run,
                Clock.fixed(now, ZoneOffset.UTC));

        for (Instant deadline : List.of(now.plusSeconds(10), Instant.MAX)) {
            waiting.generate(
                    translation("one"), new RequestContext(Lane.BULK, "acme", deadline), Admission.REFUSED_WHEN_FULL);
        }

        assertThat(timeout).containsExactly(Duration.ofSeconds(9), Models.NO_TIMEOUT);
    }

    @Test
    void answersEveryInputInItsPlace() {
        GenerateResponse response =
                generate(translation("one", "two", "three", "four", "five")).join();

        assertThat(response.getOutputsList())
                .extracting(output -> output.getText().getText())
                .containsExactly("ONE", "TWO", "THREE", "FOUR", "FIVE");
        assertThat(response.getUsage().getModelDigest()).isEqualTo("digest-of-translator-en-de");
        assertThat(response.getUsage().getInputTokens()).isEqualTo(19 + 5 * 2);
        assertThat(response.getUsage().getOutputTokens()).isEqualTo(19 + 5);
    }

    @Test
    void tellsWhatEachTokenWasWrittenFromWhereTheCallerAsks() {
        GenerateRequest request = translation("one", "two").toBuilder()
                .setOptions(GenerationOptions.newBuilder().setAlignment(true))
                .build();

        List<Generated> outputs = generate(request).join().getOutputsList();

        Alignment alignment = outputs.get(1).getText().getAlignment();
        assertThat(alignment.getSourceEndsList()).containsExactly(0, 1, 2, 3, 3);
        assertThat(alignment.getTargetEndsList()).containsExactly(1, 2, 3, 3);
        assertThat(alignment.getLinksList())
                .extracting(AlignmentLink::getTarget, AlignmentLink::getSource)
                .containsExactly(tuple(0, 1), tuple(1, 2), tuple(2, 3));
        assertThat(alignment.getLinks(0).getWeight()).isEqualTo(0.95f);
    }

    @Test
    void tellsNoAlignmentWhereNobodyAsks() {
        GenerateResponse response = generate(translation("one")).join();

        assertThat(response.getOutputs(0).getText().hasAlignment()).isFalse();
    }

    @Test
    void refusesIdsWhereAnAlignmentIsAskedFor() {
        GenerateRequest request = translation("one").toBuilder()
                .addInputs(Input.newBuilder()
                        .setTokens(TokenIds.newBuilder().addIds(1).addIds(65)))
                .setOptions(GenerationOptions.newBuilder().setAlignment(true))
                .build();

        List<Generated> outputs = generate(request).join().getOutputsList();

        assertThat(outputs.get(0).hasText()).isTrue();
        assertThat(outputs.get(1).getFailure().getCode()).isEqualTo("BAD_REQUEST");
        assertThat(outputs.get(1).getFailure().getReason()).contains("options.alignment");
    }

    @Test
    void failsOnlyTheInputThatIsBad() {
        GenerateResponse response = generate(
                        translation("good", " ", "x".repeat(300), FakeTranslator.POISON, "x".repeat(600), "fine")
                                .toBuilder()
                                .addInputs(Input.getDefaultInstance())
                                .build())
                .join();

        assertThat(response.getOutputsList())
                .extracting(ModelServingTest::codeOrText)
                .containsExactly(
                        "GOOD",
                        "EMPTY_TEXT",
                        "INPUT_TOO_LONG",
                        "MODEL_FAILED",
                        "INPUT_TOO_LONG",
                        "FINE",
                        "BAD_REQUEST");
    }

    @Test
    void answersWhenEveryInputIsBad() {
        assertThat(generate(translation("", " ")).join().getOutputsList())
                .extracting(ModelServingTest::codeOrText)
                .containsExactly("EMPTY_TEXT", "EMPTY_TEXT");
    }

    @Test
    void takesTheRequestsSettings() {
        GenerateRequest request = translation("a long text").toBuilder()
                .setOptions(GenerationOptions.newBuilder().setMaxNewTokens(6))
                .build();

        Generated output = generate(request).join().getOutputs(0);

        assertThat(output.getText().getText()).isEqualTo("A LONG");
        assertThat(output.getText().getTruncated()).isTrue();
    }

    @Test
    void embedsAsUnitVectorsInBytes() {
        var response = serving.embed(
                        EmbedRequest.newBuilder()
                                .setModel("sentence-embedding")
                                .addInputs(text("eeeeeeeeeeeeee"))
                                .build(),
                        ORIGIN,
                        Admission.REFUSED_WHEN_FULL)
                .join();

        byte[] components = response.getOutputs(0).getVector().getComponents().toByteArray();
        assertThat(components).containsExactly(1, 127, 0, 0, 0);
    }

    @Test
    void classifiesTextsAndIdsAlike() {
        int[] ids = new FakeClassifier().encode("++");
        ClassifyResponse response = classify(ClassifyRequest.newBuilder()
                        .setModel("sentiment")
                        .setTokenizerDigest(FakeClassifier.TOKENIZER_DIGEST)
                        .addInputs(text("++"))
                        .addInputs(ids(ids))
                        .build())
                .join();

        assertThat(response.getLabelsList()).containsExactly("negative", "positive");
        assertThat(response.getOutputs(0)).isEqualTo(response.getOutputs(1));
        assertThat(response.getOutputs(0).getScores().getValues(1)).isGreaterThan(0.8f);
    }

    @Test
    void refusesIdsOfAnotherTokenizer() {
        assertFails(
                classify(ClassifyRequest.newBuilder()
                        .setModel("sentiment")
                        .setTokenizerDigest("another")
                        .addInputs(ids(1, 2))
                        .build()),
                FailureCode.TOKENIZER_MISMATCH);
    }

    @Test
    void refusesRequestsThatCannotBeServed() {
        assertFails(generate(translation()), FailureCode.BAD_REQUEST);
        assertFails(
                generate(translation(Collections.nCopies(11, "a").toArray(String[]::new))), FailureCode.LIMIT_EXCEEDED);
        assertFails(generate(translation("a").toBuilder().setModel("nonsense").build()), FailureCode.MODEL_UNKNOWN);
        assertFails(generate(translation("a").toBuilder().setModel("broken").build()), FailureCode.MODEL_CORRUPT);
        assertFails(generate(translation("a").toBuilder().setModel("sentiment").build()), FailureCode.BAD_REQUEST);
        assertFails(
                generate(translation("a").toBuilder().setTargetLanguage("fr").build()),
                FailureCode.LANGUAGE_PAIR_UNAVAILABLE);
        assertFails(
                generate(translation("a").toBuilder()
                        .setSourceLanguage("fr")
                        .setTargetLanguage("de")
                        .build()),
                FailureCode.LANGUAGE_PAIR_UNAVAILABLE);
        assertFails(
                generate(translation("a").toBuilder()
                        .setOptions(GenerationOptions.newBuilder().setBeams(1000))
                        .build()),
                FailureCode.BAD_REQUEST);
    }

    @Test
    void takesACancelledRequestOutOfTheQueue() {
        CountDownLatch gate = new CountDownLatch(1);
        try {
            record Gated(CountDownLatch gate, int number) implements BatchCall<Integer> {
                @Override
                public String model() {
                    return "gated";
                }

                @Override
                public List<Integer> run(List<int[]> inputs, Cancellation cancellation) {
                    await().until(() -> gate.getCount() == 0);
                    return Collections.nCopies(inputs.size(), 1);
                }
            }
            for (int i = 0; i < 2; i++) {
                batcher.submit(
                        ModelInput.of(new Gated(gate, i), List.of(new int[] {1})), ORIGIN, Admission.REFUSED_WHEN_FULL);
            }
            await().until(() -> batcher.running() == 2);
            var response = generate(translation("one", "two"));
            await().until(() -> batcher.waiting(Lane.INTERACTIVE) == 2);

            response.cancel(false);

            assertThat(batcher.waiting(Lane.INTERACTIVE)).isZero();
        } finally {
            gate.countDown();
        }
    }

    @Test
    void givesAlternativesAndTokenScoresWhereTheyAreAskedFor() {
        GenerationOptions options = GenerationOptions.newBuilder()
                .setBeams(3)
                .setAlternatives(2)
                .setTokenScores(true)
                .build();

        GeneratedText text = generate(
                        translation("one").toBuilder().setOptions(options).build())
                .join()
                .getOutputs(0)
                .getText();

        assertThat(text.getAlternativesList())
                .singleElement()
                .satisfies(other -> assertThat(other.getText()).isEqualTo("ONE"));
        assertThat(text.getTokenScoresList()).hasSize(text.getTokenCount());
        assertThat(text.getTokenScores(0).getLogProbability()).isEqualTo(-0.5f);
    }

    @Test
    void leavesOutTokenScoresThatNobodyAskedFor() {
        GeneratedText text = generate(translation("one")).join().getOutputs(0).getText();

        assertThat(text.getTokenScoresList()).isEmpty();
        assertThat(text.getAlternativesList()).isEmpty();
    }

    @Test
    void refusesSettingsThatDoNotGoTogether() {
        for (GenerationOptions options : List.of(
                GenerationOptions.newBuilder().setAlternatives(2).build(),
                GenerationOptions.newBuilder()
                        .setBeams(4)
                        .setSampling(Sampling.getDefaultInstance())
                        .build(),
                GenerationOptions.newBuilder()
                        .setSampling(Sampling.newBuilder().setTopP(2))
                        .build())) {
            assertFails(
                    generate(translation("a").toBuilder().setOptions(options).build()), FailureCode.BAD_REQUEST);
        }
    }

    @Test
    void scoresEachPairInItsPlace() {
        ScoreRequest request = ScoreRequest.newBuilder()
                .setModel("translator-en-de")
                .addPairs(ScoredPair.newBuilder().setSource(text("one")).setTarget(text("eins")))
                .addPairs(ScoredPair.newBuilder().setSource(text("two")).setTarget(text("")))
                .build();

        ScoreResponse response =
                serving.score(request, ORIGIN, Admission.REFUSED_WHEN_FULL).join();

        TargetScore score = response.getOutputs(0).getScore();
        assertThat(score.getTokenScoresList()).hasSize(6); // with the first and the last token
        assertThat(score.getLogLikelihood()).isEqualTo(-3);
        assertThat(score.getPerplexity()).isCloseTo(Math.exp(0.5), within(1e-9));
        assertThat(response.getOutputs(1).getFailure().getCode()).isEqualTo("EMPTY_TEXT");
        assertThat(response.getUsage().getInputTokens()).isEqualTo(5);
    }

    @Test
    void givesTheSameAnswerToTheSameRequest() {
        GenerateResponse first = generate(translation("one", "two")).join();
        GenerateResponse second = generate(translation("one", "two")).join();

        assertThat(second.getOutputsList()).isEqualTo(first.getOutputsList());
    }

    private CompletableFuture<GenerateResponse> generate(GenerateRequest request) {
        return serving.generate(request, ORIGIN, Admission.REFUSED_WHEN_FULL);
    }

    private CompletableFuture<ClassifyResponse> classify(ClassifyRequest request) {
        return serving.classify(request, ORIGIN, Admission.REFUSED_WHEN_FULL);
    }

    private static GenerateRequest translation(String... texts) {
        return GenerateRequest.newBuilder()
                .setModel("translator-en-de")
                .setTargetLanguage("de")
                .addAllInputs(Arrays.stream(texts).map(ModelServingTest::text).toList())
                .build();
    }

    private static Input text(String text) {
        return Input.newBuilder().setText(text).build();
    }

    private static Input ids(int... ids) {
        List<Integer> boxed = Arrays.stream(ids).boxed().toList();
        return Input.newBuilder()
                .setTokens(TokenIds.newBuilder().addAllIds(boxed))
                .build();
    }

    private static String codeOrText(Generated output) {
        return output.hasFailure()
                ? output.getFailure().getCode()
                : output.getText().getText();
    }

    private static void assertFails(CompletableFuture<?> response, FailureCode code) {
        assertThatThrownBy(response::join)
                .cause()
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
