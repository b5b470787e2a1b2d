package dev.scriptorium.engine.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Continues the best {@code beams} rows at every step and keeps the best {@code beams} sequences that ended.
 *
 * <p>Follows {@code _beam_search} of transformers 5 decision by decision, in 32-bit floats, so that ties and near ties
 * fall the same way. The sentences of a batch do not influence each other there either.
 */
final class BeamSearch implements SentenceSearch {

    /** What transformers adds to the score of a row that must not be chosen. */
    private static final float EXCLUDED = -1.0e9f;

    private final LogitsProcessors rules;
    private final BeamSettings settings;
    private final int results;
    private final int kept;
    private final List<Finished> ended = new ArrayList<>();
    private List<Hypothesis> rows;
    private int[] parents;
    private boolean finished;

    private record Finished(Hypothesis hypothesis, float score) {}

    private record Continuation(int parent, int token, float sum, float modelScore, float[] attention) {}

    BeamSearch(LogitsProcessors rules, BeamSettings settings, int results) {
        this.rules = rules;
        this.settings = settings;
        this.results = results;
        this.kept = Math.max(2, 1 + rules.endTokens().size()) * settings.beams();
        this.rows = new ArrayList<>();
        this.parents = new int[settings.beams()];
        for (int beam = 0; beam < settings.beams(); beam++) {
            // All rows are equal at first: only the first may be continued.
            rows.add(Hypothesis.start(rules.startToken(), beam == 0 ? 0 : EXCLUDED));
            parents[beam] = beam;
        }
    }

    @Override
    public List<Hypothesis> rows() {
        return rows;
    }

    @Override
    public int[] parents() {
        return parents;
    }

    @Override
    public int candidatesPerRow() {
        return kept;
    }

    @Override
    public int forcedNext() {
        return rules.forcedAt(written());
    }

    @Override
    public boolean endsWithForced() {
        return forcedNext() >= 0 && written() == rules.maxNewTokens() - 1;
    }

    private int written() {
        return rows.getFirst().row().length - 1;
    }

    /** As transformers, the rules apply to log-probabilities. */
    @Override
    public Candidates rank(int row, float[] scores) {
        float[] logProbabilities = LogSoftmax.of(scores);
        float[] ruled = logProbabilities.clone();
        rules.apply(rows.get(row).row(), ruled);
        return Candidates.best(ruled, kept).of(logProbabilities);
    }

    @Override
    public void advance(List<Candidates> candidates) {
        List<Continuation> best = bestContinuations(candidates);
        boolean atLimit = written() == rules.maxNewTokens() - 1;
        List<Continuation> going = new ArrayList<>();
        List<Continuation> stopping = new ArrayList<>();
        for (int rank = 0; rank < best.size(); rank++) {
            Continuation continuation = best.get(rank);
            if (!atLimit && !rules.ends(continuation.token())) {
                going.add(continuation);
                continue;
            }
            stopping.add(continuation);
            if (rank < settings.beams()) {
                end(continuation);
            }
        }
        boolean allStopped = going.isEmpty();
        // Fewer than `beams` go on only where the vocabulary is tiny: ended rows fill up, excluded by their score.
        for (Continuation continuation : stopping) {
            going.add(new Continuation(
                    continuation.parent(),
                    continuation.token(),
                    continuation.sum() + EXCLUDED,
                    continuation.modelScore(),
                    continuation.attention()));
        }
        continueWith(going.subList(0, settings.beams()));
        finished = allStopped || isFull() && settings.stopping() == BeamSettings.Stopping.FULL || !canImprove();
    }

    private List<Continuation> bestContinuations(List<Candidates> candidates) {
        List<Continuation> all = new ArrayList<>();
        for (int parent = 0; parent < candidates.size(); parent++) {
            Candidates row = candidates.get(parent);
            float sum = rows.get(parent).logProbability();
            for (int i = 0; i < row.tokens().length; i++) {
                all.add(new Continuation(
                        parent, row.tokens()[i], row.scores()[i] + sum, row.modelScores()[i], row.attention()));
            }
        }
        all.sort(Comparator.comparingDouble((Continuation continuation) -> -continuation.sum())
                .thenComparingInt(Continuation::parent)
                .thenComparingInt(Continuation::token));
        return all.subList(0, Math.min(kept, all.size()));
    }

    private void end(Continuation continuation) {
        Hypothesis hypothesis = continued(continuation);
        ended.add(new Finished(hypothesis, continuation.sum() / settings.lengthFactor(hypothesis.row().length - 1)));
        ended.sort(Comparator.comparingDouble(finishedOne -> -finishedOne.score()));
        if (ended.size() > settings.beams()) {
            ended.removeLast();
        }
    }

    private void continueWith(List<Continuation> chosen) {
        List<Hypothesis> next = new ArrayList<>();
        for (int beam = 0; beam < chosen.size(); beam++) {
            Continuation continuation = chosen.get(beam);
            next.add(continued(continuation));
            parents[beam] = continuation.parent();
        }
        rows = next;
    }

    private Hypothesis continued(Continuation continuation) {
        return rows.get(continuation.parent())
                .with(continuation.token(), continuation.sum(), continuation.modelScore(), continuation.attention());
    }

    private boolean isFull() {
        return ended.size() == settings.beams();
    }

    /** Whether the best row may still end better than the worst sequence that is kept. */
    private boolean canImprove() {
        if (!isFull()) {
            return true;
        }
        boolean hopeful = settings.stopping() == BeamSettings.Stopping.NEVER && settings.lengthPenalty() > 0;
        int length = hopeful ? rules.maxNewTokens() : written();
        float bestPossible = rows.getFirst().logProbability() / settings.lengthFactor(length);
        return bestPossible > ended.getLast().score();
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public List<Hypothesis> best() {
        return ended.stream().limit(results).map(Finished::hypothesis).toList();
    }
}
