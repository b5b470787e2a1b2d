package dev.scriptorium.tokenizer.sentence;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/**
 * Divides a text into sentences: Unicode's algorithm (UAX #29, by ICU) proposes where they end, the SRX rules of the
 * language refuse. This is how the Okapi Framework's rules are meant to be used.
 *
 * <p>The sentences come without the white space around them, in order, and none is blank. Safe for use by several
 * threads.
 */
public final class SentenceSplitter {

    private final SrxRuleBook ruleBook = new SrxRuleBook();
    private final ConcurrentHashMap<String, BreakIterator> iterators = new ConcurrentHashMap<>();

    /**
     * @param language ISO 639-1; empty where unknown
     * @param unbreakable whether no sentence may end in front of an offset, because it lies within a protected span
     */
    public List<TextRange> split(String text, String language, IntPredicate unbreakable) {
        String unwrapped = LineBreaks.unwrap(text);
        BreakRules rules = ruleBook.rules(language);
        BreakIterator iterator = iterator(language);
        iterator.setText(unwrapped);
        List<TextRange> sentences = new ArrayList<>();
        int start = 0;
        int length = text.length();
        for (int boundary = iterator.next(); boundary != BreakIterator.DONE; boundary = iterator.next()) {
            if (boundary == length || !isRefused(unwrapped, start, boundary, rules, unbreakable)) {
                TextRange sentence = new TextRange(start, boundary).trimmed(text);
                if (!Whitespace.isBlank(text, sentence.start(), sentence.end())) {
                    sentences.add(sentence);
                    start = boundary;
                }
            }
        }
        if (start < length && !sentences.isEmpty() && !Whitespace.isBlank(text, start, length)) {
            sentences.add(new TextRange(start, length).trimmed(text));
        }
        return sentences;
    }

    private static boolean isRefused(String text, int start, int boundary, BreakRules rules, IntPredicate unbreakable) {
        int end = boundary;
        boolean lineEnds = false;
        while (end > start && Whitespace.is(text.charAt(end - 1))) {
            end--;
            lineEnds |= isLineBreak(text.charAt(end));
        }
        return unbreakable.test(boundary) || !lineEnds && (isListNumber(text, start, end) || rules.refuse(text, end));
    }

    /** "2." at the start of a line: SRX can say so only for the start of the whole text. */
    private static boolean isListNumber(String text, int start, int end) {
        int digits = start;
        while (digits < end && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        return digits > start && digits - start <= 3 && digits == end - 1;
    }

    private static boolean isLineBreak(char c) {
        return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }

    /** An iterator is no good for two threads; a copy is cheap, a new one is not. */
    private BreakIterator iterator(String language) {
        return iterators
                .computeIfAbsent(language, code -> BreakIterator.getSentenceInstance(new ULocale(code)))
                .clone();
    }
}
