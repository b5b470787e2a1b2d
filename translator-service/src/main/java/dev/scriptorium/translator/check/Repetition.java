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
        return false;
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
