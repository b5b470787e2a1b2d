package dev.scriptorium.engine.search;

import java.util.List;

/** Writes a given sequence and notes how likely the model found each of its tokens. */
final class GivenSequence implements SentenceSearch {

    private static final int[] SAME = {0};

    private final int[] target;
    private final int forcedFirstToken;
    private Hypothesis row;

    /** @param target with at least one token */
    GivenSequence(LogitsProcessors rules, int[] target) {
        this.target = target;
        this.forcedFirstToken = rules.forcedFirstToken();
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

    /** A first token that the model never chooses says nothing about the text. */
    @Override
    public int forcedNext() {
        return row.row().length == 1 && target[0] == forcedFirstToken ? forcedFirstToken : LogitsProcessors.NONE;
    }

    @Override
    public boolean endsWithForced() {
        return forcedNext() >= 0 && target.length == 1;
    }

    @Override
    public int candidatesPerRow() {
        return 1;
    }

    @Override
    public Candidates rank(int place, float[] scores) {
        int token = target[row.row().length - 1];
        return Candidates.only(token, LogSoftmax.of(scores)[token]);
    }

    @Override
    public void advance(List<Candidates> candidates) {
        Candidates next = candidates.getFirst();
        row = row.with(
                next.tokens()[0], row.logProbability() + next.scores()[0], next.modelScores()[0], next.attention());
    }

    @Override
    public boolean finished() {
        return row.row().length - 1 == target.length;
    }

    @Override
    public List<Hypothesis> best() {
        return List.of(row);
    }
}
