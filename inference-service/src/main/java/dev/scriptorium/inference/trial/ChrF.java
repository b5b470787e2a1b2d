package dev.scriptorium.inference.trial;

import java.util.HashMap;
import java.util.Map;

/**
 * How near a text is to a reference, by the character n-grams that they share: from 0 to 100.
 *
 * <p>chrF2 of Popović, "chrF: character n-gram F-score for automatic MT evaluation" (2015), with n-grams of up to six
 * characters, without white space.
 */
final class ChrF {

    private static final int ORDERS = 6;
    private static final double BETA_SQUARED = 4;
    private static final double PERCENT = 100;

    private ChrF() {}

    static double of(String text, String reference) {
        double precision = 0;
        double recall = 0;
        int orders = 0;
        for (int order = 1; order <= ORDERS; order++) {
            Map<String, Integer> written = ngrams(text, order);
            Map<String, Integer> wanted = ngrams(reference, order);
            if (written.isEmpty() || wanted.isEmpty()) {
                continue;
            }
            double shared = written.entrySet().stream()
                    .mapToInt(ngram -> Math.min(ngram.getValue(), wanted.getOrDefault(ngram.getKey(), 0)))
                    .sum();
            precision += shared / total(written);
            recall += shared / total(wanted);
            orders++;
        }
        if (orders == 0 || precision + recall == 0) {
            return 0;
        }
        precision /= orders;
        recall /= orders;
        return PERCENT * (1 + BETA_SQUARED) * precision * recall / (BETA_SQUARED * precision + recall);
    }

    private static Map<String, Integer> ngrams(String text, int order) {
        int[] characters = text.codePoints()
                .filter(character -> !Character.isWhitespace(character))
                .toArray();
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i + order <= characters.length; i++) {
            counts.merge(new String(characters, i, order), 1, Integer::sum);
        }
        return counts;
    }

    private static int total(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
