package dev.scriptorium.summarizer.ranking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Chooses sentences one by one: the one that scores highest and says least of what is already said (maximal marginal
 * relevance; Carbonell and Goldstein, "The Use of MMR, Diversity-Based Reranking for Reordering Documents and Producing
 * Summaries", 1998). A sentence that repeats a chosen one is taken only when nothing else is left.
 */
final class Selection {

    private static final double RELEVANCE = 0.7;
    private static final double SAME = 0.97;

    private Selection() {}

    record Chosen(RankedSentence sentence, double score) {}

    /** At most {@code wanted} sentences, in the order of the document. */
    static List<Chosen> choose(List<RankedSentence> sentences, double[] scores, int wanted) {
        int n = sentences.size();
        double[] said = new double[n];
        boolean[] taken = new boolean[n];
        List<Chosen> chosen = new ArrayList<>();
        while (chosen.size() < Math.min(wanted, n)) {
            int best = -1;
            double bestValue = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < n; i++) {
                double repeats = said[i] >= SAME ? 10 : 0;
                double value = RELEVANCE * scores[i] - (1 - RELEVANCE) * said[i] - repeats;
                if (!taken[i] && value > bestValue) {
                    best = i;
                    bestValue = value;
                }
            }
            taken[best] = true;
            RankedSentence taking = sentences.get(best);
            chosen.add(new Chosen(taking, scores[best]));
            for (int i = 0; i < n; i++) {
                said[i] = Math.max(said[i], similarity(taking, sentences.get(i)));
            }
        }
        chosen.sort(Comparator.comparing(each -> each.sentence().id()));
        return chosen;
    }

    private static double similarity(RankedSentence a, RankedSentence b) {
        boolean sameText = a.text().length() == b.text().length()
                && a.text().toLowerCase(Locale.ROOT).equals(b.text().toLowerCase(Locale.ROOT));
        return sameText ? 1 : UnitVectors.cosine(a.vector(), b.vector());
    }
}
