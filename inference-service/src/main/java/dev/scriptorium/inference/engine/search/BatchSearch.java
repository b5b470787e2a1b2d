package dev.scriptorium.inference.engine.search;

import dev.scriptorium.inference.engine.Cancellation;
import dev.scriptorium.inference.engine.search.StepDecoder.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/** Searches for the sequences of a batch of sentences step by step; a sentence that is done leaves the batch. */
public final class BatchSearch {

    private final Rules rules;
    private final BeamSettings settings;

    public BatchSearch(Rules rules, BeamSettings settings) {
        this.rules = rules;
        this.settings = settings;
    }

    /**
     * The best sequence of each sentence, in order.
     *
     * @param decoder at its start, with {@code sentences x beams} rows
     */
    public List<Hypothesis> run(StepDecoder decoder, int sentences, Cancellation cancellation) {
        List<SentenceSearch> all = new ArrayList<>();
        for (int i = 0; i < sentences; i++) {
            all.add(settings.beams() == 1 ? new GreedySearch(rules) : new BeamSearch(rules, settings));
        }
        List<SentenceSearch> active = all;
        while (!active.isEmpty()) {
            if (cancellation.requested()) {
                throw new CancellationException("generation was cancelled");
            }
            advance(decoder, active);
            active = withoutFinished(decoder, active);
        }
        return all.stream().map(SentenceSearch::best).toList();
    }

    private void advance(StepDecoder decoder, List<SentenceSearch> active) {
        int beams = settings.beams();
        List<Candidates> candidates = candidates(decoder, step(active), active);
        for (int i = 0; i < active.size(); i++) {
            active.get(i).advance(candidates.subList(i * beams, (i + 1) * beams));
        }
    }

    private Step step(List<SentenceSearch> active) {
        int beams = settings.beams();
        int[] tokens = new int[active.size() * beams];
        int[] parents = new int[tokens.length];
        for (int i = 0; i < active.size(); i++) {
            SentenceSearch search = active.get(i);
            for (int beam = 0; beam < beams; beam++) {
                tokens[i * beams + beam] = search.rows().get(beam).last();
                parents[i * beams + beam] = i * beams + search.parents()[beam];
            }
        }
        return new Step(tokens, parents);
    }

    private List<Candidates> candidates(StepDecoder decoder, Step step, List<SentenceSearch> active) {
        int written = active.getFirst().rows().getFirst().row().length - 1;
        int forced = rules.forcedAt(written);
        int count = Math.min(active.getFirst().candidatesPerRow(), decoder.vocabularySize());
        if (forced >= 0 && written == rules.maxNewTokens() - 1) {
            // Nothing follows the last token, so the model need not see the one before.
            return Collections.nCopies(step.tokens().length, Candidates.only(forced, 0));
        }
        if (!rules.dependOnRow()) {
            List<Candidates> likely = decoder.mostLikely(step, forced >= 0 ? 1 : count);
            return forced >= 0 ? Collections.nCopies(likely.size(), Candidates.only(forced, 0)) : likely;
        }
        List<Hypothesis> rows =
                active.stream().flatMap(search -> search.rows().stream()).toList();
        List<float[]> scores = decoder.scores(step);
        if (forced >= 0) {
            return Collections.nCopies(rows.size(), Candidates.only(forced, 0));
        }
        return IntStream.range(0, rows.size())
                .mapToObj(i -> ranked(rows.get(i).row(), scores.get(i), count))
                .toList();
    }

    /** As transformers: greedy search applies the rules to the raw scores, beam search to log-probabilities. */
    private Candidates ranked(int[] row, float[] scores, int count) {
        float[] logProbabilities = logSoftmax(scores);
        if (settings.beams() > 1) {
            rules.apply(row, logProbabilities);
            return Candidates.best(logProbabilities, count);
        }
        rules.apply(row, scores);
        int token = Candidates.best(scores, 1).tokens()[0];
        return Candidates.only(token, logProbabilities[token]);
    }

    private static float[] logSoftmax(float[] scores) {
        float highest = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            highest = Math.max(highest, score);
        }
        double sum = 0;
        for (float score : scores) {
            sum += Math.exp(score - highest);
        }
        float shift = highest + (float) Math.log(sum);
        float[] logProbabilities = new float[scores.length];
        for (int i = 0; i < scores.length; i++) {
            logProbabilities[i] = scores[i] - shift;
        }
        return logProbabilities;
    }

    private List<SentenceSearch> withoutFinished(StepDecoder decoder, List<SentenceSearch> active) {
        int[] going = IntStream.range(0, active.size())
                .filter(i -> !active.get(i).finished())
                .toArray();
        if (going.length > 0 && going.length < active.size()) {
            decoder.keep(going);
        }
        return IntStream.of(going).mapToObj(active::get).toList();
    }
}
