package dev.scriptorium.engine.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.Attention;
import dev.scriptorium.engine.DecodingBatch.Finished;
import dev.scriptorium.engine.DecodingBatch.SequenceHandle;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.GenerationSettings;
import dev.scriptorium.engine.Sampling;
import dev.scriptorium.engine.batch.Inputs;
import dev.scriptorium.tokenizers.Languages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The search alone, on a model that is a table: what may follow depends on the sentence and the last token only. */
class SearchBatchTest {

    private static final int END = TableDecoder.END;
    private static final int A = TableDecoder.A;
    private static final int B = TableDecoder.B;
    private static final int C = TableDecoder.C;
    private static final int[] PLAIN = {TableDecoder.PLAIN};

    private final ObjectNode config = new ObjectMapper()
            .createObjectNode()
            .put("decoder_start_token_id", TableDecoder.START)
            .put("eos_token_id", END);

    private static GenerationSettings greedy(int maxNewTokens) {
        return new GenerationSettings(1, maxNewTokens, 1, 1, 0);
    }

    private static GenerationSettings beams(int beams, int maxNewTokens) {
        return greedy(maxNewTokens).withBeams(beams);
    }

    @Test
    void greedySearchTakesTheMostLikelyTokenEachTime() {
        Generation best = best(greedy(10));

        // END and B are equally likely after A: the lower id wins.
        assertThat(best.ids()).containsExactly(A, END);
        assertThat(best.score()).isCloseTo(logMean(0.5, 0.3), within(1e-6f));
        assertThat(best.tokenScores()).containsExactly(new float[] {log(0.5), log(0.3)}, within(1e-6f));
    }

    @Test
    void beamSearchFindsTheSequenceThatGreedySearchPassesBy() {
        Generation best = best(beams(3, 4));

        assertThat(best.ids()).containsExactly(B, END);
        assertThat(best.score()).isCloseTo(logMean(0.4, 0.9), within(1e-6f));
    }

    @Test
    void givesTheNextBestBeamsToo() {
        List<Generation> best = write(beams(3, 4).withAlternatives(3), PLAIN);

        assertThat(best).hasSize(3).extracting(Generation::ids).doesNotHaveDuplicates();
        assertThat(best).isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theLengthLimitForcesTheEndToken(int beams) {
        config.put("forced_eos_token_id", END);

        assertThat(best(beams(beams, 1)).ids()).containsExactly(END);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theFirstTokenMayBeForced(int beams) {
        config.put("forced_bos_token_id", C);

        Generation best = best(beams(beams, 3));

        assertThat(best.ids()).startsWith(C);
        assertThat(best.tokenScores()[0]).isZero();
    }

    @Test
    void noRunOfTokensIsRepeated() {
        config.put("forced_bos_token_id", C);

        // C C once; then C may not follow C again.
        assertThat(list(best(greedy(6).withNoRepeatNgramSize(2))))
                .startsWith(C, C)
                .doesNotContainSequence(C, C, C);
    }

    @Test
    void noRunOfTheSourceIsWritten() {
        assertThat(list(best(greedy(6).withEncoderNoRepeatNgramSize(1), TableDecoder.PLAIN, A)))
                .doesNotContain(A);
    }

    @Test
    void aForbiddenRunOfTokensIsNotWritten() {
        config.putArray("bad_words_ids").addArray().add(B).add(END);

        assertThat(list(best(beams(3, 10)))).doesNotContainSequence(B, END);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aSuppressedTokenIsNotWritten(int beams) {
        config.putArray("suppress_tokens").add(A);

        assertThat(list(best(beams(beams, 10)))).doesNotContain(A).isNotEmpty();
    }

    @Test
    void aTokenMayBeSuppressedAtTheBeginningOnly() {
        config.putArray("begin_suppress_tokens").add(A).add(B).add(END);

        // C is the only likely beginning left, and C goes on with itself.
        assertThat(best(greedy(3)).ids()).containsExactly(C, C, C);
    }

    @Test
    void noSequenceEndsBeforeTheLeastLength() {
        assertThat(best(greedy(10).withMinNewTokens(4)).ids()).hasSizeGreaterThan(4);
    }

    @Test
    void aSeedGivesTheSameSampleAgainAndOthersOtherOnes() {
        GenerationSettings sampled = greedy(6).withSampling(Sampling.DEFAULT);
        Map<List<Integer>, Integer> seen = new HashMap<>();

        for (int seed = 0; seed < 50; seed++) {
            GenerationSettings seeded = sampled.withSampling(Sampling.DEFAULT.withSeed(seed));
            List<Integer> sample = list(best(seeded));
            assertThat(list(best(seeded))).isEqualTo(sample);
            seen.merge(sample, 1, Integer::sum);
        }

        assertThat(seen).hasSizeGreaterThan(10);
    }

    @Test
    void samplesAreDrawnByTheirProbability() {
        int ends = 0;
        for (int seed = 0; seed < 2_000; seed++) {
            ends += best(greedy(1).withSampling(Sampling.DEFAULT.withSeed(seed)))
                                    .ids()[0]
                            == A
                    ? 1
                    : 0;
        }

        assertThat(ends / 2_000.0).isCloseTo(0.5, within(0.04));
    }

    @Test
    void theLimitsOfSamplingLeaveTheLikeliestToken() {
        for (Sampling limited : List.of(
                Sampling.DEFAULT.withTopK(1),
                Sampling.DEFAULT.withTopP(0.3f),
                Sampling.DEFAULT.withMinP(0.9f),
                Sampling.DEFAULT.withTemperature(0.01f))) {
            for (int seed = 0; seed < 30; seed++) {
                assertThat(best(greedy(1).withSampling(limited.withSeed(seed))).ids())
                        .as("%s", limited)
                        .containsExactly(A);
            }
        }
    }

    @Test
    void severalSamplesOfOneInputDiffer() {
        List<Generation> samples =
                write(greedy(6).withSampling(Sampling.DEFAULT).withAlternatives(8), PLAIN);

        assertThat(samples).hasSize(8);
        assertThat(Set.copyOf(samples.stream().map(SearchBatchTest::list).toList()))
                .hasSizeGreaterThan(2);
        assertThat(samples).isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()));
    }

    @Test
    void scoresAGivenTarget() {
        var input = GenerationInput.scored(PLAIN, Languages.UNSAID, beams(3, 10), new int[] {B, END});

        Generation scored = finish(List.of(input)).getFirst().getFirst();

        assertThat(scored.ids()).containsExactly(B, END);
        assertThat(scored.logLikelihood()).isCloseTo(Math.log(0.4 * 0.9), within(1e-6));
        assertThat(scored.perplexity()).isCloseTo(1 / Math.sqrt(0.4 * 0.9), within(1e-6));
    }

    @Test
    void theScoreOfWhatWasWrittenIsThatOfItsTokens() {
        Generation written = best(beams(3, 6).withRepetitionPenalty(1.3f));

        var input = GenerationInput.scored(PLAIN, Languages.UNSAID, greedy(10), written.ids());

        assertThat(finish(List.of(input)).getFirst().getFirst().tokenScores())
                .containsExactly(written.tokenScores(), within(1e-6f));
    }

    @Test
    void refusesATargetThatTheModelCannotHaveWritten() {
        var input = GenerationInput.scored(PLAIN, Languages.UNSAID, greedy(10), new int[] {B, 77});
        try (SearchBatch slots = slots(input)) {
            slots.admit(List.of(scored(B)));

            assertThatThrownBy(() -> slots.admit(List.of(input))).isInstanceOf(FailureException.class);

            assertThat(slots.size()).isOne();
            assertThat(slots.step()).hasSize(1);
        }
    }

    /** What a row attended to when each of its tokens was chosen, whichever rows it was copied from. */
    @ParameterizedTest
    @CsvSource({"1, false", "4, false", "4, true", "1, true"})
    void theAttentionOfASequenceIsThatOfTheRowsThatItContinues(int rows, boolean penalised) {
        GenerationSettings settings = rows == 1 ? greedy(8) : beams(rows, 8).withAlternatives(rows);
        if (penalised) {
            settings = settings.withRepetitionPenalty(1.3f);
        }
        List<GenerationInput> inputs = new ArrayList<>();
        for (int source = 1; source < 6; source++) {
            inputs.add(new GenerationInput(new int[] {source}, Languages.UNSAID, settings).withAlignment(source != 3));
        }

        List<List<Generation>> written = finish(inputs);

        for (int i = 0; i < inputs.size(); i++) {
            for (Generation generation : written.get(i)) {
                assertThat(generation.attention().isPresent())
                        .isEqualTo(inputs.get(i).aligned());
                List<Integer> row = new ArrayList<>(List.of(TableDecoder.START));
                for (float[] weights :
                        generation.attention().map(Attention::weights).orElse(List.of())) {
                    assertThat(weights).isEqualTo(TableDecoder.attention(row));
                    row.add(generation.ids()[row.size() - 1]);
                }
            }
        }
    }

    @Test
    void attentionChangesNothingElse() {
        GenerationInput input = new GenerationInput(new int[] {7}, Languages.UNSAID, beams(3, 9));

        Generation with = finish(List.of(input.withAlignment(true))).getFirst().getFirst();
        Generation without = finish(List.of(input)).getFirst().getFirst();

        assertThat(with.ids()).isEqualTo(without.ids());
        assertThat(with.tokenScores()).isEqualTo(without.tokenScores());
        assertThat(without.attention()).isEmpty();
    }

    private static GenerationInput scored(int... target) {
        return GenerationInput.scored(PLAIN, Languages.UNSAID, greedy(10), target);
    }

    /** With arrivals and departures at random, every text is what it is alone. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatElseIsWrittenChangesNothing(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        GenerationSettings settings = random.nextBoolean() ? beams(1 + random.nextInt(4), 12) : greedy(12);
        if (random.nextBoolean()) {
            settings = settings.withBeams(1).withSampling(Sampling.DEFAULT).withAlternatives(1 + random.nextInt(3));
        }
        Map<SequenceHandle, List<List<Integer>>> alone = new HashMap<>();
        Map<SequenceHandle, Integer> writing = new HashMap<>();
        int answered = 0;
        int left = 0;
        try (SearchBatch slots = slots(new GenerationInput(PLAIN, Languages.UNSAID, settings))) {
            for (int step = 0; step < 300; step++) {
                List<GenerationInput> joining = new ArrayList<>();
                while (joining.size() < slots.free() && random.nextInt(3) == 0) {
                    joining.add(input(random, settings));
                }
                List<SequenceHandle> joined = slots.admit(joining);
                for (int i = 0; i < joined.size(); i++) {
                    alone.put(
                            joined.get(i), lists(finish(List.of(joining.get(i))).getFirst()));
                    writing.put(joined.get(i), i);
                }
                if (!writing.isEmpty() && random.nextInt(10) == 0) {
                    SequenceHandle leaving = writing.keySet().iterator().next();
                    slots.evict(List.of(leaving));
                    writing.remove(leaving);
                    left++;
                }
                for (Finished finished : slots.step()) {
                    assertThat(writing.remove(finished.sequence()))
                            .as("answered once")
                            .isNotNull();
                    assertThat(lists(finished.generations()))
                            .as("seed %s, step %s", seed, step)
                            .isEqualTo(alone.get(finished.sequence()));
                    answered++;
                }
                assertThat(slots.size()).isEqualTo(writing.size()).isLessThanOrEqualTo(slots.capacity());
            }
        }
        assertThat(answered).isGreaterThan(20);
        assertThat(left).isPositive();
    }

    private static GenerationInput input(SplittableRandom random, GenerationSettings settings) {
        int[] source = {random.nextInt(1000), random.nextInt(1000)};
        GenerationSettings own = settings.withMaxNewTokens(1 + random.nextInt(12));
        Sampling sampling = settings.sampling();
        return new GenerationInput(
                source,
                Languages.UNSAID,
                sampling == null ? own : own.withSampling(sampling.withSeed(random.nextInt(5))));
    }

    private Generation best(GenerationSettings settings, int... source) {
        return write(settings, source.length == 0 ? PLAIN : source).getFirst();
    }

    private List<Generation> write(GenerationSettings settings, int[] source) {
        return finish(List.of(new GenerationInput(source, Languages.UNSAID, settings)))
                .getFirst();
    }

    private List<List<Generation>> finish(List<GenerationInput> inputs) {
        Map<SequenceHandle, List<Generation>> done = new HashMap<>();
        try (SearchBatch slots = slots(inputs.getFirst())) {
            List<SequenceHandle> joined = slots.admit(inputs);
            while (slots.size() > 0) {
                slots.step().forEach(finished -> done.put(finished.sequence(), finished.generations()));
            }
            return joined.stream().map(done::get).toList();
        }
    }

    private SearchBatch slots(GenerationInput first) {
        GenerationConfig generation = GenerationConfig.of(config, 64);
        TableDecoder decoder = new TableDecoder(first.rows(), 6, generation.neverWritten());
        return new SearchBatch(decoder, generation.kind(first), generation, new TableTokenizer(), new Inputs(10, 1000));
    }

    private static List<Integer> list(Generation generation) {
        return Arrays.stream(generation.ids()).boxed().toList();
    }

    private static List<List<Integer>> lists(List<Generation> generations) {
        return generations.stream().map(SearchBatchTest::list).toList();
    }

    private static float log(double probability) {
        return (float) Math.log(probability);
    }

    private static float logMean(double... probabilities) {
        double sum = 0;
        for (double probability : probabilities) {
            sum += Math.log(probability);
        }
        return (float) (sum / probabilities.length);
    }
}
