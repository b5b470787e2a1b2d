package dev.scriptorium.summarizer.ranking;

import dev.scriptorium.summarizer.candidate.SentenceShape;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a text that tell what it is about, in any language: runs of at least {@value #SHORTEST} letters or digits, in
 * lower case, cut to {@value #STEM} of them, so that most inflected forms are one word. In scripts without spaces, pairs of
 * characters.
 */
public final class ContentWords {

    private static final int SHORTEST = 4;
    private static final int STEM = 6;

    private ContentWords() {}

    public static Set<String> of(String text) {
        Set<String> words = new HashSet<>();
        String lower = text.toLowerCase(Locale.ROOT);
        int start = -1;
        int unspaced = -1;
        for (int i = 0; i < lower.length(); ) {
            int c = lower.codePointAt(i);
            boolean pairs = SentenceShape.isUnspaced(c);
            boolean inWord = !pairs && Character.isLetterOrDigit(c);
            if (!inWord && start >= 0) {
                add(words, lower, start, i);
            }
            start = inWord ? start < 0 ? i : start : -1;
            int end = i + Character.charCount(c);
            if (pairs && unspaced >= 0) {
                words.add(lower.substring(unspaced, end));
            }
            unspaced = pairs ? i : -1;
            i = end;
        }
        if (start >= 0) {
            add(words, lower, start, lower.length());
        }
        return words;
    }

    /** The share of some words that are among others; 0 of none. */
    static double share(Set<String> words, Set<String> others) {
        long both = words.stream().filter(others::contains).count();
        return words.isEmpty() ? 0 : (double) both / words.size();
    }

    private static void add(Set<String> words, String text, int start, int end) {
        if (end - start >= SHORTEST) {
            words.add(text.substring(start, Math.min(end, start + STEM)));
        }
    }
}
