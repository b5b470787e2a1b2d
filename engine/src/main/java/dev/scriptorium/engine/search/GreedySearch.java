package dev.scriptorium.engine.search;

import java.util.List;

/** Takes the most likely token at every step. */
final class GreedySearch implements SentenceSearch {

    private static final int[] SAME = {0};

    private final LogitsProcessors rules;
    private Hypothesis row;
    private boolean finished;

    GreedySearch(LogitsProcessors rules) {
        this.rules = rules;
        this.row = Hypothesis.start(rules.startToken(), 0);
    }

    @Override
    public List<Hypothesis> rows() {
        return List.of(row);
    }

    @Override
    public int[] parents() {
        return SAME;
    }

    @Override
    public int forcedNext() {
        return rules.forcedAt(row.row().length - 1);
    }

    @Override
    public boolean endsWithForced() {
        return forcedNext() >= 0 && row.row().length == rules.maxNewTokens();
    }

    @Override
    public int candidatesPerRow() {
        return 1;
    }

    /** As transformers, the rules apply to the raw scores; the token's log-probability is what the model gave it. */
    @Override
    public Candidates rank(int place, float[] scores) {
        float[] logProbabilities = LogSoftmax.of(scores);
        rules.apply(row.row(), scores);
        int token = Candidates.best(scores, 1).tokens()[0];
        return Candidates.only(token, logProbabilities[token]);
    }

    @Override
    public void advance(List<Candidates> candidates) {
        Candidates next = candidates.getFirst();
        row = row.with(
                next.tokens()[0], row.logProbability() + next.scores()[0], next.modelScores()[0], next.attention());
        finished = rules.ends(row.last()) || row.row().length - 1 == rules.maxNewTokens();
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public List<Hypothesis> best() {
        return List.of(row);
    }
}
