package dev.scriptorium.benchmarks.summary;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a summary shares with a reference: words, pairs of words, the longest common subsequence (Lin, "ROUGE: A Package for
 * Automatic Evaluation of Summaries", 2004), as F1 from 0 to 1. Words are runs of letters and digits in lower case, not stemmed.
 */
record Rouge(double one, double two, double longest) {

    static Rouge of(String reference, String summary) {
        List<String> wanted = words(reference);
        List<String> got = words(summary);
        return new Rouge(grams(wanted, got, 1), grams(wanted, got, 2), longest(wanted, got));
    }

    Rouge plus(Rouge other) {
        return new Rouge(one + other.one, two + other.two, longest + other.longest);
    }

    Rouge over(int count) {
        return new Rouge(one / count, two / count, longest / count);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static double grams(List<String> wanted, List<String> got, int length) {
        Map<String, Integer> left = new HashMap<>();
        for (int i = 0; i + length <= wanted.size(); i++) {
            left.merge(String.join(" ", wanted.subList(i, i + length)), 1, Integer::sum);
        }
        int hits = 0;
        for (int i = 0; i + length <= got.size(); i++) {
            String gram = String.join(" ", got.subList(i, i + length));
            if (left.getOrDefault(gram, 0) > 0) {
                left.merge(gram, -1, Integer::sum);
                hits++;
            }
        }
        return f1(hits, wanted.size() - length + 1, got.size() - length + 1);
    }

    private static double longest(List<String> wanted, List<String> got) {
        int[] lengths = new int[got.size() + 1];
        for (String word : wanted) {
            int diagonal = 0;
            for (int j = 1; j <= got.size(); j++) {
                int above = lengths[j];
                lengths[j] = word.equals(got.get(j - 1)) ? diagonal + 1 : Math.max(above, lengths[j - 1]);
                diagonal = above;
            }
        }
        return f1(lengths[got.size()], wanted.size(), got.size());
    }

    private static double f1(int hits, int wanted, int got) {
        return hits == 0 ? 0 : 2.0 * hits / (wanted + got);
    }
}
