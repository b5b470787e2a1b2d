package dev.scriptorium.engine.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.CausalBatch;
import dev.scriptorium.engine.CausalBatch.Limits;
import dev.scriptorium.engine.CausalModel;
import dev.scriptorium.engine.CausalOutput;
import dev.scriptorium.engine.CausalOutput.Finish;
import dev.scriptorium.engine.CausalRequest;
import dev.scriptorium.engine.CausalSettings;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.EngineSettings.Device;
import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.Sampling;
import dev.scriptorium.engine.ScoreAdjustments;
import dev.scriptorium.engine.TestModels;
import dev.scriptorium.engine.TokenConstraint;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContinuousBatchTest {

    private static final int PAGE = KvPages.PAGE;
    private static CausalModel model;

    @BeforeAll
    static void load() {
        model = new OnnxModelLoader().load(TestModels.folder("stories260k"), EngineSettings.DEFAULT, CausalModel.class);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void prefillsAPromptInChunksWhileOtherSequencesGoOn() {
        try (CausalBatch batch = model.open(new Limits(512, 4, 10))) {
            batch.admit(new CausalRequest(model.encode("Once upon a time"), endless(40)));
            while (batch.step().isEmpty()) {
                assertThat(batch.size()).isOne();
            }
            CausalBatch.SequenceHandle late =
                    batch.admit(new CausalRequest(prompt(95), endless(5))).orElseThrow();

            for (int step = 0; step < 9; step++) {
                assertThat(batch.step()).hasSize(1).noneMatch(output -> output.sequence() == late);
            }
            assertThat(batch.step()).hasSize(2).anyMatch(output -> output.sequence() == late);
        }
    }

    @Test
    void reusesTheCachedPrefixOfAPrompt() {
        int[] shared = prompt(4 * PAGE + 5);
        int[] other = Arrays.copyOf(shared, shared.length + 3);
        Arrays.fill(other, shared.length, other.length, 77);
        List<Integer> alone = tokens(all(other, endless(8)));
        try (CausalBatch batch = model.open(new Limits(1024, 4, 512))) {
            assertThat(run(batch, shared).getFirst().reusedTokens()).isZero();

            List<CausalOutput> second = run(batch, other);

            assertThat(second.getFirst().reusedTokens()).isEqualTo(4 * PAGE);
            assertThat(tokens(second)).isEqualTo(alone);
        }
    }

    @Test
    void computesTheLastTokenOfACachedPrompt() {
        int[] prompt = prompt(2 * PAGE);
        try (CausalBatch batch = model.open(new Limits(1024, 4, 512))) {
            List<Integer> first = tokens(run(batch, prompt));

            List<CausalOutput> again = run(batch, prompt);

            assertThat(again.getFirst().reusedTokens()).isEqualTo(PAGE);
            assertThat(tokens(again)).isEqualTo(first);
        }
    }

    @Test
    void evictsCachedPagesForTheNextPrompt() {
        try (CausalBatch batch = model.open(new Limits(4 * PAGE, 4, 512))) {
            int total = batch.totalTokens();
            for (int round = 0; round < 20; round++) {
                int first = round;
                int[] prompt = IntStream.range(0, 2 * PAGE + 1)
                        .map(i -> 5 + (first + i) % 400)
                        .toArray();
                assertThat(run(batch, prompt)).hasSize(8);
                assertThat(batch.freeTokens()).isEqualTo(total);
            }
        }
    }

    @Test
    void freesThePagesOfACancelledSequenceAtOnce() {
        try (CausalBatch batch = model.open(new Limits(4 * PAGE, 4, 512))) {
            CausalBatch.SequenceHandle sequence = batch.admit(new CausalRequest(prompt(PAGE), endless(2 * PAGE)))
                    .orElseThrow();
            batch.step();
            assertThat(batch.freeTokens()).isEqualTo(PAGE);

            batch.cancel(sequence);

            assertThat(batch.freeTokens()).isEqualTo(4 * PAGE);
            assertThat(batch.step()).isEmpty();
        }
    }

    @Test
    void admitsASequenceLaterWhereThereIsNoCapacityYet() {
        try (CausalBatch batch = model.open(new Limits(4 * PAGE, 4, 512))) {
            CausalRequest large = new CausalRequest(prompt(PAGE), endless(2 * PAGE));
            assertThat(batch.admit(large)).isPresent();
            assertThat(batch.admit(large)).isEmpty();
            assertThat(batch.admit(new CausalRequest(prompt(PAGE - 1), endless(1))))
                    .isPresent();
            while (batch.size() > 0) {
                batch.step();
            }
            assertThat(batch.admit(large)).isPresent();
        }
    }

    @Test
    void admitsNoMoreSequencesThanTheLimit() {
        try (CausalBatch batch = model.open(new Limits(1024, 2, 512))) {
            CausalRequest small = new CausalRequest(prompt(3), endless(4));
            assertThat(batch.admit(small)).isPresent();
            assertThat(batch.admit(small)).isPresent();
            assertThat(batch.admit(small)).isEmpty();
        }
    }

    @Test
    void refusesWhatNeverFitsWithTheNumbers() {
        try (CausalBatch batch = model.open(new Limits(2 * PAGE, 4, 512))) {
            assertThat(batch.admit(new CausalRequest(prompt(PAGE), endless(PAGE))))
                    .isPresent();
            assertThatThrownBy(() -> batch.admit(new CausalRequest(prompt(PAGE), endless(PAGE + 1))))
                    .isInstanceOf(FailureException.class)
                    .hasMessageContaining("32 tokens")
                    .hasMessageContaining("33")
                    .hasMessageContaining("64");
            assertThatThrownBy(() -> batch.admit(new CausalRequest(prompt(512), endless(1))))
                    .hasMessageContaining("512");
            assertThatThrownBy(() -> batch.admit(new CausalRequest(new int[0], endless(1))))
                    .hasMessageContaining("no tokens");
            assertThatThrownBy(() -> batch.admit(new CausalRequest(new int[] {1, 512}, endless(1))))
                    .hasMessageContaining("512");
        }
    }

    @Test
    void endsAtTheModelsLastPosition() {
        List<CausalOutput> outputs = all(prompt(505), endless(100));

        assertThat(outputs).hasSize(7);
        assertThat(outputs.getLast().finish()).isEqualTo(Finish.LENGTH);
    }

    @Test
    void endsWithTheEndToken() {
        CausalSettings settings =
                CausalSettings.greedy(20).withAdjustments(ScoreAdjustments.NONE.withBias(Map.of(2, 1000f)));

        List<CausalOutput> outputs = all(prompt(5), settings);

        assertThat(outputs).hasSize(1);
        assertThat(outputs.getFirst().finish()).isEqualTo(Finish.STOP);
        assertThat(outputs.getFirst().text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'little girl', ', there was a '", "'Lily. ', ', there was a little girl named '", "'nowhere', *"})
    void stopsBeforeAStopString(String stop, String expected) {
        CausalSettings settings = endless(20).withStops(List.of("never", stop));
        List<CausalOutput> outputs = all(model.encode("Once upon a time"), settings);

        String text = text(outputs);
        if (expected.equals("*")) {
            assertThat(text).isEqualTo(text(all(model.encode("Once upon a time"), endless(20))));
            assertThat(outputs.getLast().finish()).isEqualTo(Finish.LENGTH);
        } else {
            assertThat(text).isEqualTo(expected);
            assertThat(outputs.getLast().finish()).isEqualTo(Finish.STOP);
        }
    }

    @Test
    void drawsTheSameWithTheSameSeedWhateverTheBatchHolds() {
        CausalSettings settings = endless(30).withSampling(new Sampling(1, 0, 0.9f, 0, 42));
        int[] prompt = model.encode("The dog");
        List<Integer> alone = tokens(all(prompt, settings));
        try (CausalBatch batch = model.open(new Limits(1024, 4, 7))) {
            batch.admit(new CausalRequest(prompt(40), endless(50)));
            CausalBatch.SequenceHandle drawn =
                    batch.admit(new CausalRequest(prompt, settings)).orElseThrow();
            List<Integer> beside = new ArrayList<>();
            while (batch.size() > 0) {
                batch.step().stream()
                        .filter(output -> output.sequence() == drawn)
                        .forEach(output -> beside.add(output.token()));
            }
            assertThat(beside).isEqualTo(alone);
        }
        assertThat(tokens(all(prompt, settings.withSampling(new Sampling(1, 0, 0.9f, 0, 43)))))
                .isNotEqualTo(alone);
    }

    @Test
    void givesTheLikeliestTokensBeforeAnyRule() {
        CausalSettings settings =
                endless(1).withLogProbabilities(3).withAdjustments(ScoreAdjustments.NONE.withBias(Map.of(400, 1000f)));

        CausalOutput output = all(model.encode("Once upon a time"), settings).getFirst();

        assertThat(output.token()).isEqualTo(400);
        assertThat(output.likeliest()).hasSize(3);
        assertThat(model.token(output.likeliest().getFirst().token())).isEqualTo(",");
        assertThat(output.likeliest().getFirst().logProbability()).isGreaterThan(output.logProbability());
    }

    @Test
    void penalisesTokensOfTheAnswer() {
        int[] prompt = model.encode("Once upon a time");
        CausalSettings penalised = CausalSettings.greedy(60)
                .withAdjustments(ScoreAdjustments.NONE.withIgnoreEnd(true).withPresencePenalty(100));

        List<Integer> tokens = tokens(all(prompt, penalised));

        assertThat(tokens).doesNotHaveDuplicates();
        assertThat(tokens(all(prompt, endless(60)))).isNotEqualTo(tokens);
    }

    @Test
    void freesThePagesOfASequenceThatCannotBeginAndGoesOn() {
        CausalSettings broken = endless(8).withConstraint(() -> {
            throw new IllegalStateException("no constraint");
        });
        try (CausalBatch batch = model.open(new Limits(4 * PAGE, 4, 512))) {
            assertThatThrownBy(() -> batch.admit(new CausalRequest(prompt(PAGE), broken)))
                    .hasMessage("no constraint");

            assertThat(batch.freeTokens()).isEqualTo(4 * PAGE);
            assertThat(run(batch, prompt(PAGE))).hasSize(8);
        }
    }

    @Test
    void limitsAnAnswerOfAnyLengthToTheModelsPositions() {
        try (CausalBatch batch = model.open(new Limits(512, 4, 512))) {
            assertThat(batch.admit(new CausalRequest(prompt(PAGE), endless(Integer.MAX_VALUE))))
                    .isPresent();
            assertThat(batch.freeTokens()).isZero();
        }
        assertThat(all(prompt(505), endless(Integer.MAX_VALUE))).hasSize(7);
    }

    @Test
    void keepsToAConstraint() {
        CausalSettings settings = endless(10).withConstraint(() -> new TokenConstraint() {

            private int next = 10;

            @Override
            public void restrict(float[] scores, int remaining) {
                for (int token = 0; token < scores.length; token++) {
                    scores[token] = token == next ? scores[token] : Float.NEGATIVE_INFINITY;
                }
            }

            @Override
            public void accept(int token) {
                next = token + 1;
            }

            @Override
            public boolean mayEnd() {
                return false;
            }

            @Override
            public boolean mustEnd() {
                return false;
            }
        });

        assertThat(tokens(all(prompt(4), settings))).containsExactly(10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
    }

    @Test
    void runsOnAProcessorOnly() {
        for (EngineSettings settings : List.of(
                new EngineSettings(1, Precision.FLOAT16),
                new EngineSettings(1, Precision.FLOAT32, Device.CUDA, true, 128))) {
            assertThatThrownBy(() -> new OnnxModelLoader().load(TestModels.folder("stories260k"), settings))
                    .isInstanceOf(FailureException.class)
                    .hasMessageContaining("processor");
        }
    }

    @Test
    void scoresAPromptOfManyChunks() {
        int[] prompt = prompt(150);
        float[] atOnce = scores(prompt, 512);

        float[] inChunks = scores(prompt, 7);

        assertThat(inChunks).hasSize(149);
        for (int i = 0; i < 149; i++) {
            assertThat(inChunks[i]).isCloseTo(atOnce[i], within(1e-4f));
        }
    }

    private static float[] scores(int[] prompt, int stepTokens) {
        try (CausalBatch batch = model.open(new Limits(512, 1, stepTokens))) {
            batch.admit(new CausalRequest(prompt, endless(1), true));
            while (true) {
                List<CausalOutput> outputs = batch.step();
                if (!outputs.isEmpty()) {
                    return outputs.getFirst().promptScores();
                }
            }
        }
    }

    private static CausalSettings endless(int count) {
        return CausalSettings.greedy(count).withAdjustments(ScoreAdjustments.NONE.withIgnoreEnd(true));
    }

    private static int[] prompt(int length) {
        return IntStream.range(0, length).map(i -> 5 + i * 31 % 400).toArray();
    }

    private static List<CausalOutput> run(CausalBatch batch, int[] prompt) {
        batch.admit(new CausalRequest(prompt, endless(8))).orElseThrow();
        List<CausalOutput> outputs = new ArrayList<>();
        while (batch.size() > 0) {
            outputs.addAll(batch.step());
        }
        return outputs;
    }

    private static List<CausalOutput> all(int[] prompt, CausalSettings settings) {
        List<CausalOutput> outputs = new ArrayList<>();
        model.generate(new CausalRequest(prompt, settings), outputs::add, Cancellation.NEVER);
        return outputs;
    }

    private static List<Integer> tokens(List<CausalOutput> outputs) {
        return outputs.stream().map(CausalOutput::token).toList();
    }

    private static String text(List<CausalOutput> outputs) {
        return String.join("", outputs.stream().map(CausalOutput::text).toList());
    }
}
