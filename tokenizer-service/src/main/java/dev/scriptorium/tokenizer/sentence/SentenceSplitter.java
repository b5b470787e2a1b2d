package dev.scriptorium.tokenizer.sentence;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/**
 * Divides a text into sentences: Unicode's algorithm (UAX #29, by ICU) proposes where they end, the SRX rules of the
 * language refuse some of these ends and add others. This is how the Okapi Framework's rules are meant to be used.
 *
 * <p>The sentences come without the white space around them, in order, and none is blank. Thread-safe.
 */
public final class SentenceSplitter {

    /** Characters after which a rule may end a sentence that the algorithm goes on with. */
    private static final String MAY_END = ".!?…»”“\"’)]";

    private final SrxRuleBook ruleBook = new SrxRuleBook();
    private final ConcurrentHashMap<String, BreakIterator> iterators = new ConcurrentHashMap<>();

    /**
     * @param language ISO 639-1; empty where unknown
     * @param unbreakable whether no sentence may end in front of an offset, because it lies within a protected span
     */
    public List<TextRange> split(String text, String language, IntPredicate unbreakable) {
        String unwrapped = LineBreaks.unwrap(text);
        BreakIterator iterator = iterator(language);
        iterator.setText(unwrapped);
        Splitting splitting =
                new Splitting(text, unwrapped, ruleBook.rules(language), unbreakable.or(MarkdownLinks.inside(text)));
        int last = 0;
        for (int boundary = iterator.next(); boundary != BreakIterator.DONE; boundary = iterator.next()) {
            for (int at = last + 1; at < boundary; at++) {
                splitting.tryAdded(at);
            }
            splitting.tryProposed(boundary);
            last = boundary;
        }
        return splitting.finished();
    }

    /** One text while it is divided. */
    private static final class Splitting {

        private final String text;
        private final String unwrapped;
        private final BreakRules rules;
        private final IntPredicate unbreakable;
        private final List<TextRange> sentences = new ArrayList<>();
        private int start;

        Splitting(String text, String unwrapped, BreakRules rules, IntPredicate unbreakable) {
            this.text = text;
            this.unwrapped = unwrapped;
            this.rules = rules;
            this.unbreakable = unbreakable;
        }

        void tryProposed(int boundary) {
            if (boundary == text.length() || !isRefused(boundary)) {
                endAt(boundary);
            }
        }

        void tryAdded(int end) {
            if (Whitespace.is(unwrapped.charAt(end))
                    && MAY_END.indexOf(unwrapped.charAt(end - 1)) >= 0
                    && !unbreakable.test(end)
                    && !isListNumber(end)
                    && rules.add(unwrapped, end)) {
                endAt(end);
            }
        }

        private void endAt(int boundary) {
            if (boundary <= start) {
                return;
            }
            TextRange sentence = new TextRange(start, boundary).trimmed(text);
            if (!Whitespace.isBlank(text, sentence.start(), sentence.end())) {
                sentences.add(sentence);
                start = boundary;
            }
        }

        List<TextRange> finished() {
            int length = text.length();
            if (start < length && !sentences.isEmpty() && !Whitespace.isBlank(text, start, length)) {
                sentences.add(new TextRange(start, length).trimmed(text));
            }
            return sentences;
        }

        private boolean isRefused(int boundary) {
            if (unbreakable.test(boundary)) {
                return true;
            }
            int end = boundary;
            boolean lineEnds = false;
            while (end > start && Whitespace.is(unwrapped.charAt(end - 1))) {
                end--;
                lineEnds |= isLineBreak(unwrapped.charAt(end));
            }
            // A line that goes on in lower case after an abbreviation is only wrapped.
            boolean mayBeWrapped = lineEnds
                    && Character.isLowerCase(unwrapped.charAt(boundary))
                    && end > start
                    && unwrapped.charAt(end - 1) == '.';
            return lineEnds
                    ? mayBeWrapped && rules.refuse(unwrapped, end)
                    : isListNumber(end) || rules.refuse(unwrapped, end);
        }

        /** "2." at the start of a line: SRX can say so only for the start of the whole text. */
        private boolean isListNumber(int end) {
            int digits = start;
            while (digits < end && Whitespace.is(unwrapped.charAt(digits))) {
                digits++;
            }
            int first = digits;
            while (digits < end && Character.isDigit(unwrapped.charAt(digits))) {
                digits++;
            }
            return digits > first && digits - first <= 3 && digits == end - 1;
        }

        private static boolean isLineBreak(char c) {
            return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
        }
    }

    /** An iterator is no good for two threads; a copy is cheap, a new one is not. */
    private BreakIterator iterator(String language) {
        return iterators
                .computeIfAbsent(language, code -> BreakIterator.getSentenceInstance(new ULocale(code)))
                .clone();
    }
}
