package dev.scriptorium.translator.check;

import dev.scriptorium.translator.text.Words;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whether a translation repeats itself where the source does not: the way in which a decoder goes wrong that has lost its
 * place.
 */
final class Repetition implements Predicate<Attempt> {

    private static final int LONGEST_PHRASE = 12;

    /** "very, very, very good" is language; a word four times, or a longer phrase three times in a row, is not. */
    private static final int WORD_LIMIT = 3;

    private static final int PHRASE_LIMIT = 2;

    /** Within words, or without any: "sssssss", ".org.org.org.org". "hahaha", "www" and "1,000,000,000" are none. */
    private static final int LONGEST_CLUSTER = 6;

    private static final int LETTER_LIMIT = 5;
    private static final int CLUSTER_LIMIT = 3;

    @Override
    public boolean test(Attempt attempt) {
        List<String> target = Words.of(attempt.target());
        List<String> source = Words.of(attempt.source().core());
        int allowedWords = Math.max(WORD_LIMIT, inARow(source, 1));
        if (inARow(target, 1) > allowedWords) {
            return true;
        }
        int allowedPhrases = PHRASE_LIMIT;
        for (int length = 1; length <= LONGEST_PHRASE; length++) {
            allowedPhrases = Math.max(allowedPhrases, inARow(source, length));
        }
        for (int length = 2; length <= LONGEST_PHRASE; length++) {
            if (inARow(target, length) > Math.max(allowedPhrases, allowedWords / length)) {
                return true;
            }
        }
        return stutters(attempt.targetOutsideSpans(), attempt.source().core());
    }

    private static boolean stutters(String target, String source) {
        List<String> targetLetters = letters(target);
        List<String> sourceLetters = letters(source);
        if (inARow(targetLetters, 1) > Math.max(LETTER_LIMIT, inARow(sourceLetters, 1))) {
            return true;
        }
        for (int length = 2; length <= LONGEST_CLUSTER; length++) {
            if (inARow(targetLetters, length) > Math.max(CLUSTER_LIMIT, inARow(sourceLetters, length))) {
                return true;
            }
        }
        return false;
    }

    /** The characters of a text, digits and white space between them left out of every cluster. */
    private static List<String> letters(String text) {
        int[] place = {0};
        return text.codePoints()
                .mapToObj(letter -> Character.isDigit(letter) || Character.isWhitespace(letter)
                        ? "0" + place[0]++
                        : Character.toString(letter))
                .toList();
    }

    /** How often a phrase of this many words follows upon itself at most, itself counted. */
    private static int inARow(List<String> words, int length) {
        int most = 0;
        int same = 0;
        for (int i = length; i < words.size(); i++) {
            same = words.get(i).equals(words.get(i - length)) ? same + 1 : 0;
            most = Math.max(most, same);
        }
        return words.size() < length ? 0 : 1 + most / length;
    }
}
