package dev.scriptorium.inference.engine.search;

import java.util.List;

/** Takes the most likely token at every step. */
final class GreedySearch implements SentenceSearch {

    private static final int[] SAME = {0};

    private final Rules rules;
    private Hypothesis row;
    private boolean finished;

    GreedySearch(Rules rules) {
        this.rules = rules;
        this.row = new Hypothesis(new int[] {rules.startToken()}, 0);
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
    public int candidatesPerRow() {
        return 1;
    }

    @Override
    public void advance(List<Candidates> candidates) {
        Candidates next = candidates.getFirst();
        row = row.with(next.tokens()[0], next.scores()[0]);
        finished = rules.endTokens().contains(row.last()) || row.row().length - 1 == rules.maxNewTokens();
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public Hypothesis best() {
        return row;
    }
}
