package dev.scriptorium.inference.engine.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.scriptorium.inference.engine.Cancellation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The search alone, on a model that is a table: what may follow depends on the last token only. */
class BatchSearchTest {

    private static final int END = 0;
    private static final int A = 1;
    private static final int B = 2;
    private static final int C = 3;
    private static final int START = 4;

    /** After each token the probabilities of END, A, B, C and START. */
    private static final Map<Integer, float[]> TABLE = Map.of(
            START, new float[] {0.05f, 0.5f, 0.4f, 0.04f, 0.01f},
            A, new float[] {0.3f, 0.1f, 0.3f, 0.29f, 0.01f},
            B, new float[] {0.9f, 0.02f, 0.03f, 0.04f, 0.01f},
            C, new float[] {0.1f, 0.1f, 0.1f, 0.69f, 0.01f},
            END, new float[] {0.2f, 0.2f, 0.2f, 0.2f, 0.2f});

    @Test
    void greedySearchTakesTheMostLikelyTokenEachTime() {
        Hypothesis best = search(rules(10), 1);

        // END and B are equally likely after A: the lower id wins.
        assertThat(best.written()).containsExactly(A, END);
        assertThat(best.meanLogProbability()).isCloseTo(logMean(0.5, 0.3), within(1e-6f));
    }

    @Test
    void beamSearchFindsTheSequenceThatGreedySearchPassesBy() {
        Hypothesis best = search(rules(4), 3);

        assertThat(best.written()).containsExactly(B, END);
        assertThat(best.meanLogProbability()).isCloseTo(logMean(0.4, 0.9), within(1e-6f));
    }

    @Test
    void theLengthLimitForcesTheEndToken() {
        Rules rules = new Rules(START, Set.of(END), Rules.NONE, END, 0, 1, 1, 0, List.of());

        assertThat(search(rules, 1).written()).containsExactly(END);
        assertThat(search(rules, 3).written()).containsExactly(END);
    }

    @Test
    void theFirstTokenMayBeForced() {
        Rules rules = new Rules(START, Set.of(END), C, Rules.NONE, 0, 3, 1, 0, List.of());

        assertThat(search(rules, 1).written()).startsWith(C);
        assertThat(search(rules, 3).written()).startsWith(C);
    }

    @Test
    void noRunOfTokensIsRepeated() {
        Rules rules = new Rules(START, Set.of(END), C, Rules.NONE, 0, 6, 1, 2, List.of());

        // C C once; then C may not follow C again.
        assertThat(list(search(rules, 1))).startsWith(C, C).doesNotContainSequence(C, C, C);
    }

    @Test
    void aForbiddenRunOfTokensIsNotWritten() {
        Rules rules = new Rules(START, Set.of(END), Rules.NONE, Rules.NONE, 0, 10, 1, 0, List.of(List.of(B, END)));

        assertThat(list(search(rules, 3))).doesNotContainSequence(B, END);
    }

    @Test
    void noSequenceEndsBeforeTheLeastLength() {
        Rules rules = new Rules(START, Set.of(END), Rules.NONE, Rules.NONE, 4, 10, 1, 0, List.of());

        assertThat(search(rules, 1).written()).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void aFinishedSentenceLeavesTheBatch() {
        TableDecoder decoder = new TableDecoder(2, 1);
        // The second sentence starts with C, which goes on; the first ends after two steps.
        decoder.firstTokens = new int[] {B, C};

        List<Hypothesis> found = new BatchSearch(rules(5), settings(1)).run(decoder, 2, Cancellation.NEVER);

        assertThat(found.get(0).written()).containsExactly(B, END);
        assertThat(found.get(1).written()).containsExactly(C, C, C, C, C);
        assertThat(decoder.rowsByStep).containsExactly(2, 2, 1, 1, 1);
    }

    private static Hypothesis search(Rules rules, int beams) {
        return new BatchSearch(rules, settings(beams))
                .run(new TableDecoder(1, beams), 1, Cancellation.NEVER)
                .getFirst();
    }

    private static List<Integer> list(Hypothesis hypothesis) {
        return Arrays.stream(hypothesis.written()).boxed().toList();
    }

    private static Rules rules(int maxNewTokens) {
        return new Rules(START, Set.of(END), Rules.NONE, Rules.NONE, 0, maxNewTokens, 1, 0, List.of());
    }

    private static BeamSettings settings(int beams) {
        return new BeamSettings(beams, 1, BeamSettings.Stopping.UNLIKELY);
    }

    private static float logMean(double... probabilities) {
        double sum = 0;
        for (double probability : probabilities) {
            sum += Math.log(probability);
        }
        return (float) (sum / probabilities.length);
    }

    private static final class TableDecoder implements StepDecoder {

        private final List<Integer> rowsByStep = new ArrayList<>();
        private final int sentences;
        private final int beams;
        private int[] firstTokens = {};

        TableDecoder(int sentences, int beams) {
            this.sentences = sentences;
            this.beams = beams;
        }

        @Override
        public int vocabularySize() {
            return TABLE.size();
        }

        @Override
        public int capacity() {
            return sentences;
        }

        @Override
        public void admit(List<int[]> sources) {
            throw new UnsupportedOperationException("the sentences of the table are there from the beginning");
        }

        @Override
        public List<Candidates> mostLikely(Step step, int count) {
            if (rowsByStep.isEmpty() && firstTokens.length == sentences) {
                rowsByStep.add(step.tokens().length);
                List<Candidates> first = new ArrayList<>();
                for (int token : firstTokens) {
                    first.add(Candidates.only(token, 0));
                }
                return first;
            }
            return scores(step).stream().map(row -> Candidates.best(row, count)).toList();
        }

        @Override
        public List<float[]> scores(Step step) {
            assertThat(step.tokens().length % beams).isZero();
            rowsByStep.add(step.tokens().length);
            List<float[]> rows = new ArrayList<>();
            for (int token : step.tokens()) {
                float[] probabilities = TABLE.get(token);
                float[] logs = new float[probabilities.length];
                for (int i = 0; i < logs.length; i++) {
                    logs[i] = (float) Math.log(probabilities[i]);
                }
                rows.add(logs);
            }
            return rows;
        }

        @Override
        public void keep(int[] kept) {
            assertThat(kept.length).isLessThan(sentences);
        }

        @Override
        public void close() {}
    }
}
