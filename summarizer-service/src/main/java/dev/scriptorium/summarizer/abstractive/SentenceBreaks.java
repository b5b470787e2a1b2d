package dev.scriptorium.summarizer.abstractive;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.text.FilteredBreakIteratorBuilder;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sentences of a text that a model wrote: Unicode's algorithm (UAX #29) without the ends that CLDR knows as
 * abbreviations of the language, such as "Dr." Thread-safe.
 */
final class SentenceBreaks {

    /** What Pegasus writes between sentences. */
    private static final String LINE_BREAK_OF_PEGASUS = "<n>";

    private final ConcurrentHashMap<String, BreakIterator> iterators = new ConcurrentHashMap<>();

    /** @param language ISO 639-1; empty where unknown */
    List<String> split(String text, String language) {
        List<String> sentences = new ArrayList<>();
        for (String line : text.replace(LINE_BREAK_OF_PEGASUS, "\n").split("\\R")) {
            BreakIterator iterator = iterator(language);
            iterator.setText(line);
            int start = 0;
            for (int end = iterator.next(); end != BreakIterator.DONE; end = iterator.next()) {
                String sentence = line.substring(start, end).strip();
                if (sentence.codePoints().anyMatch(Character::isLetterOrDigit)) {
                    sentences.add(sentence);
                }
                start = end;
            }
        }
        return sentences;
    }

    /** An iterator is no good for two threads; a copy is cheap, a new one is not. */
    private BreakIterator iterator(String language) {
        return iterators.computeIfAbsent(language, SentenceBreaks::build).clone();
    }

    private static BreakIterator build(String language) {
        ULocale locale = new ULocale(language);
        return FilteredBreakIteratorBuilder.getInstance(locale)
                .wrapIteratorWithFilter(BreakIterator.getSentenceInstance(locale));
    }
}
