package dev.scriptorium.summarizer.ranking;

import dev.scriptorium.summarizer.candidate.Wording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses sentences one by one: the one that scores highest and says least of what is already said (maximal marginal
 * relevance; Carbonell and Goldstein, "The Use of MMR, Diversity-Based Reranking for Reordering Documents and Producing
 * Summaries", 1998). A sentence that repeats the words of a chosen one is never taken; one that says the same in other words only when nothing else is left.
 */
final class Selection {

    private static final double RELEVANCE = 0.7;
    private static final double SAME = 0.97;

    private Selection() {}

    record Chosen(RankedSentence sentence, double score) {}

    /** At most {@code wanted} sentences, in the order of the document; fewer where the others repeat them. */
    static List<Chosen> choose(List<RankedSentence> sentences, double[] scores, int wanted) {
        int n = sentences.size();
        double[] said = new double[n];
        boolean[] out = new boolean[n];
        List<Wording> wordings =
                sentences.stream().map(each -> Wording.of(each.text())).toList();
        List<Chosen> chosen = new ArrayList<>();
        while (chosen.size() < wanted) {
            int best = -1;
            double bestValue = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < n; i++) {
                double repeats = said[i] >= SAME ? 10 : 0;
                double value = RELEVANCE * scores[i] - (1 - RELEVANCE) * said[i] - repeats;
                if (!out[i] && value > bestValue) {
                    best = i;
                    bestValue = value;
                }
            }
            if (best < 0) {
                break;
            }
            RankedSentence taking = sentences.get(best);
            chosen.add(new Chosen(taking, scores[best]));
            for (int i = 0; i < n; i++) {
                out[i] |= i == best || wordings.get(i).repeats(wordings.get(best));
                said[i] = Math.max(said[i], similarity(taking, sentences.get(i)));
            }
        }
        chosen.sort(Comparator.comparing(each -> each.sentence().id()));
        return chosen;
    }

    private static double similarity(RankedSentence a, RankedSentence b) {
        return UnitVectors.cosine(a.vector(), b.vector());
    }
}
