package dev.scriptorium.summarizer.candidate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The words of a sentence without case and marks, to tell whether it repeats another one.
 *
 * @param key all words and numbers in order
 * @param counts how often each word occurs; in scripts without spaces each character counts as a word
 * @param numbers in order
 */
public record Wording(String key, Map<String, Integer> counts, List<String> numbers) {

    /** The share of words in common from which two sentences are nearly the same: one word of twenty may differ. */
    private static final double NEARLY_THE_SAME = 0.9;

    public static Wording of(String text) {
        List<String> words = words(text.toLowerCase(Locale.ROOT));
        Map<String, Integer> counts = new HashMap<>();
        words.forEach(word -> counts.merge(word, 1, Integer::sum));
        List<String> numbers = words.stream()
                .filter(word -> Character.isDigit(word.codePointAt(0)))
                .toList();
        return new Wording(String.join(" ", words), counts, numbers);
    }

    /** Whether a reader has nothing new from this sentence after the other. Other numbers are always new. */
    public boolean repeats(Wording other) {
        if (key.equals(other.key)) {
            return true;
        }
        if (!numbers.equals(other.numbers)) {
            return false;
        }
        int common = 0;
        int all = 0;
        for (Map.Entry<String, Integer> word : counts.entrySet()) {
            int there = other.counts.getOrDefault(word.getKey(), 0);
            common += Math.min(word.getValue(), there);
            all += Math.max(word.getValue(), there);
        }
        for (Map.Entry<String, Integer> word : other.counts.entrySet()) {
            all += counts.containsKey(word.getKey()) ? 0 : word.getValue();
        }
        return common >= NEARLY_THE_SAME * all;
    }

    /** The first elements, at most as many as wanted, whose text does not repeat that of an earlier one. */
    public static <T> List<T> distinct(List<T> elements, Function<T, String> text, int wanted) {
        List<Wording> seen = new ArrayList<>();
        List<T> distinct = new ArrayList<>();
        for (T element : elements) {
            if (distinct.size() >= wanted) {
                break;
            }
            Wording wording = of(text.apply(element));
            if (seen.stream().noneMatch(wording::repeats)) {
                seen.add(wording);
                distinct.add(element);
            }
        }
        return distinct;
    }

    private static List<String> words(String lower) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i < lower.length(); ) {
            int c = lower.codePointAt(i);
            boolean alone = SentenceShape.isUnspaced(c);
            boolean inWord = !alone && Character.isLetterOrDigit(c);
            if (!inWord && start >= 0) {
                words.add(lower.substring(start, i));
                start = -1;
            } else if (inWord && start < 0) {
                start = i;
            }
            int next = i + Character.charCount(c);
            if (alone) {
                words.add(lower.substring(i, next));
            }
            i = next;
        }
        if (start >= 0) {
            words.add(lower.substring(start));
        }
        return words;
    }
}
