package dev.scriptorium.tokenizer.sentence;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Cuts what is too long to be one segment: at white space where there is some in the second half, else between two
 * characters as people see them (UAX #29 grapheme clusters). Only a cluster that is itself too long is cut inside, and
 * never within a surrogate pair. Safe for use by several threads.
 */
public final class SentenceCutter {

    private static final BreakIterator CLUSTERS = BreakIterator.getCharacterInstance(ULocale.ROOT);

    /**
     * @param limit the most UTF-16 units that a piece may have, at least 2
     * @param unbreakable whether a cut in front of an offset would cut a protected span; heeded where possible
     */
    public List<TextRange> cut(String text, TextRange range, int limit, IntPredicate unbreakable) {
        if (limit < 2) {
            throw new IllegalArgumentException("a piece has at least 2 characters: " + limit);
        }
        if (range.length() <= limit) {
            return List.of(range);
        }
        BreakIterator clusters = CLUSTERS.clone();
        clusters.setText(text);
        List<TextRange> pieces = new ArrayList<>();
        int start = range.start();
        while (range.end() - start > limit) {
            int end = cutPosition(text, start, start + limit, clusters, unbreakable);
            TextRange piece = new TextRange(start, end).trimmed(text);
            if (!Whitespace.isBlank(text, piece.start(), piece.end())) {
                pieces.add(piece);
            }
            start = end;
            while (start < range.end() && Whitespace.is(text.charAt(start))) {
                start++;
            }
        }
        if (!Whitespace.isBlank(text, start, range.end())) {
            pieces.add(new TextRange(start, range.end()));
        }
        return pieces;
    }

    private static int cutPosition(
            String text, int start, int latest, BreakIterator clusters, IntPredicate unbreakable) {
        int middle = start + (latest - start) / 2;
        for (int at = latest; at > middle; at--) {
            if (Whitespace.is(text.charAt(at)) && clusters.isBoundary(at + 1) && !unbreakable.test(at)) {
                return at;
            }
        }
        int cluster = clusters.isBoundary(latest) ? latest : clusters.preceding(latest);
        for (int at = cluster; at > middle; at = clusters.preceding(at)) {
            if (!unbreakable.test(at)) {
                return at;
            }
        }
        if (cluster > start) {
            return cluster;
        }
        return Character.isLowSurrogate(text.charAt(latest)) && latest - 1 > start ? latest - 1 : latest;
    }
}
