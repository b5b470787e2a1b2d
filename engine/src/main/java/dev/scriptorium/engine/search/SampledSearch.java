package dev.scriptorium.engine.search;

import dev.scriptorium.engine.Sampling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Draws each token by its probability; every row is a sample of its own. The likeliest samples are given first. */
final class SampledSearch implements SentenceSearch {

    private final LogitsProcessors rules;
    private final List<Hypothesis> rows = new ArrayList<>();
    private final List<Sampler> samplers = new ArrayList<>();
    private final int[] same;
    private final boolean[] ended;
    private int written;

    SampledSearch(LogitsProcessors rules, Sampling sampling, int samples) {
        this.rules = rules;
        this.same = IntStream.range(0, samples).toArray();
        this.ended = new boolean[samples];
        for (int sample = 0; sample < samples; sample++) {
            rows.add(Hypothesis.start(rules.startToken(), 0));
            samplers.add(new Sampler(sampling, sample));
        }
    }

    @Override
    public List<Hypothesis> rows() {
        return rows;
    }

    @Override
    public int[] parents() {
        return same;
    }

    @Override
    public int forcedNext() {
        return rules.forcedAt(written);
    }

    @Override
    public boolean endsWithForced() {
        return forcedNext() >= 0 && written == rules.maxNewTokens() - 1;
    }

    @Override
    public int candidatesPerRow() {
        return 1;
    }

    @Override
    public Candidates rank(int row, float[] scores) {
        if (ended[row]) {
            return Candidates.only(rows.get(row).last(), 0);
        }
        float[] logProbabilities = LogSoftmax.of(scores);
        rules.apply(rows.get(row).row(), scores);
        int token = samplers.get(row).draw(scores);
        return Candidates.only(token, logProbabilities[token]);
    }

    @Override
    public void advance(List<Candidates> candidates) {
        written++;
        for (int row = 0; row < ended.length; row++) {
            if (ended[row]) {
                continue;
            }
            Candidates next = candidates.get(row);
            Hypothesis before = rows.get(row);
            rows.set(
                    row,
                    before.with(
                            next.tokens()[0],
                            before.logProbability() + next.scores()[0],
                            next.modelScores()[0],
                            next.attention()));
            ended[row] = rules.ends(next.tokens()[0]) || written == rules.maxNewTokens();
        }
    }

    @Override
    public boolean finished() {
        for (boolean one : ended) {
            if (!one) {
                return false;
            }
        }
        return true;
    }

    @Override
    public List<Hypothesis> best() {
        return rows.stream()
                .sorted(Comparator.comparingDouble(row -> -row.meanLogProbability()))
                .toList();
    }
}
