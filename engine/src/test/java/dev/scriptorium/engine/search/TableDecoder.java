package dev.scriptorium.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A model that is a table. For the source {@link #PLAIN} it is one made by hand; every other source has one of its own, in
 * which what may follow depends on the whole row, so that a wrong parent shows.
 */
final class TableDecoder implements StepDecoder {

    static final int END = 0;
    static final int A = 1;
    static final int B = 2;
    static final int C = 3;
    static final int START = 4;
    static final int PLAIN = 0;

    private static final int VOCABULARY = 5;

    /** After each token the probabilities of END, A, B, C and START. */
    private static final float[][] TABLE = {
        {0.2f, 0.2f, 0.2f, 0.2f, 0.2f},
        {0.3f, 0.1f, 0.3f, 0.29f, 0.01f},
        {0.9f, 0.02f, 0.03f, 0.04f, 0.01f},
        {0.1f, 0.1f, 0.1f, 0.69f, 0.01f},
        {0.05f, 0.5f, 0.4f, 0.04f, 0.01f}
    };

    private final int beams;
    private final int capacity;
    private final Set<Integer> neverWritten;
    private List<Row> rows = new ArrayList<>();
    private boolean closed;

    private record Row(int[] source, List<Integer> tokens) {

        Row with(int token) {
            List<Integer> longer = new ArrayList<>(tokens);
            longer.add(token);
            return new Row(source, longer);
        }
    }

    TableDecoder(int beams, int capacity, Set<Integer> neverWritten) {
        this.beams = beams;
        this.capacity = capacity;
        this.neverWritten = neverWritten;
    }

    @Override
    public int vocabularySize() {
        return VOCABULARY;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void admit(List<int[]> sources) {
        sources.forEach(source -> {
            for (int beam = 0; beam < beams; beam++) {
                rows.add(new Row(source, List.of()));
            }
        });
        assertThat(rows.size()).isLessThanOrEqualTo(capacity * beams);
    }

    @Override
    public List<Candidates> mostLikely(Step step, int count) {
        return scores(step).stream()
                .map(row -> {
                    neverWritten.forEach(token -> row[token] = Float.NEGATIVE_INFINITY);
                    return Candidates.best(row, count);
                })
                .toList();
    }

    @Override
    public List<float[]> scores(Step step) {
        assertThat(closed).isFalse();
        assertThat(step.tokens()).hasSameSizeAs(step.parents()).hasSize(rows.size());
        List<Row> before = rows;
        rows = IntStream.range(0, before.size())
                .mapToObj(row -> {
                    assertThat(step.parents()[row] / beams)
                            .as("of the same sentence")
                            .isEqualTo(row / beams);
                    return before.get(step.parents()[row]).with(step.tokens()[row]);
                })
                .toList();
        rows = new ArrayList<>(rows);
        return rows.stream().map(TableDecoder::scores).toList();
    }

    @Override
    public List<float[]> attention(int sentence) {
        return IntStream.range(0, beams)
                .mapToObj(beam -> attention(rows.get(sentence * beams + beam).tokens()))
                .toList();
    }

    /** Of a row that ends with the last of these tokens. */
    static float[] attention(List<Integer> tokens) {
        return new float[] {tokens.hashCode() % 1000};
    }

    private static float[] scores(Row row) {
        float[] scores = new float[VOCABULARY];
        SplittableRandom random = new SplittableRandom(row.tokens().hashCode() * 31L + row.source()[0]);
        for (int token = 0; token < VOCABULARY; token++) {
            double probability =
                    row.source()[0] == PLAIN ? TABLE[row.tokens().getLast()][token] : random.nextDouble(0.05, 1);
            scores[token] = (float) Math.log(probability);
        }
        return scores;
    }

    @Override
    public void keep(int[] sentences) {
        rows = new ArrayList<>(IntStream.of(sentences)
                .boxed()
                .flatMap(sentence -> rows.subList(sentence * beams, (sentence + 1) * beams).stream())
                .toList());
    }

    @Override
    public void close() {
        closed = true;
    }
}
