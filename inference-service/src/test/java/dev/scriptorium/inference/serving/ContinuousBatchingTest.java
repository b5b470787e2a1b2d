package dev.scriptorium.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.Sampling;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.engine.TestModels;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import dev.scriptorium.inference.batching.Answer;
import dev.scriptorium.inference.batching.BatchLimits;
import dev.scriptorium.inference.batching.BatchObserver;
import dev.scriptorium.inference.batching.Batcher;
import dev.scriptorium.inference.batching.Batcher.Admission;
import dev.scriptorium.inference.batching.BatcherSettings;
import dev.scriptorium.inference.batching.Lane;
import dev.scriptorium.inference.batching.ModelInput;
import dev.scriptorium.inference.batching.RequestContext;
import dev.scriptorium.inference.catalogue.LoadedModel;
import dev.scriptorium.inference.fake.FakeCatalogue;
import dev.scriptorium.tokenizers.Languages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real model behind the batcher: whatever arrives beside a text, in whatever order, it is written as alone. */
class ContinuousBatchingTest {

    private static final JsonNode EXPECTED = TestModels.expected("tiny-marian");
    private static final List<int[]> INPUTS = TestModels.ids(EXPECTED.path("ids"));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void arrivalsAndCancellationsChangeNoText(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (Seq2SeqModel model = model();
                Batcher batcher = batcher()) {
            LoadedModel loaded = new LoadedModel(FakeCatalogue.TRANSLATOR, "digest", model);
            Map<Integer, GenerateCall> calls = new HashMap<>();
            for (int beams : new int[] {1, 4}) {
                calls.put(
                        beams,
                        GenerateCall.of(
                                loaded,
                                model,
                                Languages.UNSAID,
                                model.defaults().withBeams(beams),
                                false));
            }
            Map<CompletableFuture<Answer<List<Generation>>>, int[]> expected = new HashMap<>();
            int cancelled = 0;
            int place = 0;
            while (place < INPUTS.size()) {
                int end = Math.min(INPUTS.size(), place + 1 + random.nextInt(12));
                int beams = random.nextBoolean() ? 1 : 4;
                RequestContext context = new RequestContext(
                        random.nextBoolean() ? Lane.BULK : Lane.INTERACTIVE, "tenant" + random.nextInt(3), Instant.MAX);
                var answers = batcher.submit(
                        ModelInput.of(calls.get(beams), INPUTS.subList(place, end)),
                        context,
                        Admission.BOUNDED_BY_CALLER);
                List<int[]> outputs = outputs(beams == 1 ? "greedy" : "beam4");
                for (int i = 0; i < answers.size(); i++) {
                    expected.put(answers.get(i), outputs.get(place + i));
                }
                if (random.nextInt(4) == 0) {
                    answers.getFirst().cancel(false);
                    cancelled++;
                }
                if (random.nextInt(3) == 0) {
                    CompletableFuture.allOf(answers.getLast())
                            .exceptionally(thrown -> null)
                            .join();
                }
                place = end;
            }
            assertThat(cancelled).isPositive();
            expected.forEach((answer, ids) -> {
                if (!answer.isCancelled()) {
                    assertThat(answer.join().output().getFirst().ids()).isEqualTo(ids);
                }
            });
        }
    }

    @Test
    void aSeedGivesTheSameSampleAloneAndInCompany() {
        try (Seq2SeqModel model = model();
                Batcher batcher = batcher()) {
            LoadedModel loaded = new LoadedModel(FakeCatalogue.TRANSLATOR, "digest", model);
            var settings = model.defaults().withBeams(1).withSampling(Sampling.DEFAULT.withSeed(7));
            GenerateCall call = GenerateCall.of(loaded, model, Languages.UNSAID, settings, false);

            List<int[]> alone = INPUTS.subList(0, 12).stream()
                    .map(ids -> ids(submit(batcher, call, List.of(ids)).getFirst()))
                    .toList();
            List<int[]> together = submit(batcher, call, INPUTS).stream()
                    .limit(12)
                    .map(ContinuousBatchingTest::ids)
                    .toList();

            assertThat(together).usingRecursiveComparison().isEqualTo(alone);
        }
    }

    private static List<CompletableFuture<Answer<List<Generation>>>> submit(
            Batcher batcher, GenerateCall call, List<int[]> inputs) {
        RequestContext context = new RequestContext(Lane.INTERACTIVE, "acme", Instant.MAX);
        return batcher.submit(ModelInput.of(call, inputs), context, Admission.BOUNDED_BY_CALLER);
    }

    private static int[] ids(CompletableFuture<Answer<List<Generation>>> answer) {
        return answer.join().output().getFirst().ids();
    }

    private static Seq2SeqModel model() {
        return (Seq2SeqModel) new OnnxModelLoader().load(TestModels.folder("tiny-marian"), EngineSettings.DEFAULT);
    }

    private static Batcher batcher() {
        return new Batcher(
                new BatcherSettings(2, new BatchLimits(32, 512), 1_000, 4, 2, Duration.ofMinutes(1)),
                BatchObserver.NONE,
                Clock.systemUTC());
    }

    private static List<int[]> outputs(String run) {
        for (JsonNode each : EXPECTED.path("runs")) {
            if (each.path("name").asText().equals(run)) {
                return TestModels.ids(each.path("outputs"));
            }
        }
        throw new IllegalArgumentException("no run " + run);
    }
}
