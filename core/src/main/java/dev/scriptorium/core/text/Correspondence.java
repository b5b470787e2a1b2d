package dev.scriptorium.core.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the characters of a text are in another form of it: with other white space, in capitals, with some of its words
 * replaced. Words that both forms have stand for each other (the longest common subsequence); what is between two such
 * words in one form is as a whole what is between them in the other.
 */
public final class Correspondence {

    /** Longer texts are compared at their beginnings and ends only. */
    private static final long MOST_PAIRS = 4_000_000;

    private final int[] starts;
    private final int[] ends;

    private Correspondence(int[] starts, int[] ends) {
        this.starts = starts;
        this.ends = ends;
    }

    public static Correspondence of(String from, String to) {
        int[] starts = new int[from.length() + 1];
        int[] ends = new int[from.length() + 1];
        int position = 0;
        int reached = 0;
        for (Pair pair : pairs(from, to)) {
            WordRange there = pair.to();
            between(starts, ends, position, pair.from().start(), reached, there.start());
            int length = there.end() - there.start();
            for (int i = pair.from().start(); i < pair.from().end(); i++) {
                starts[i] = there.start() + Math.min(i - pair.from().start(), length);
                ends[i + 1] = i + 1 == pair.from().end()
                        ? there.end()
                        : there.start() + Math.min(i + 1 - pair.from().start(), length);
            }
            position = pair.from().end();
            reached = there.end();
        }
        between(starts, ends, position, from.length(), reached, to.length());
        starts[from.length()] = to.length();
        ends[0] = 0;
        return new Correspondence(starts, ends);
    }

    /** Characters of one form that belong together to a stretch of the other. */
    private static void between(int[] starts, int[] ends, int from, int to, int start, int end) {
        for (int i = from; i < to; i++) {
            starts[i] = start;
            ends[i + 1] = end;
        }
    }

    /** Where a stretch begins in the other form. */
    public int start(int offset) {
        return starts[offset];
    }

    /** Where a stretch ends in the other form; never in front of where it begins. */
    public int end(int offset) {
        return ends[offset];
    }

    private record Pair(WordRange from, WordRange to) {}

    private static List<Pair> pairs(String from, String to) {
        List<WordRange> here = units(from);
        List<WordRange> there = units(to);
        List<Pair> pairs = new ArrayList<>();
        int first = 0;
        while (first < Math.min(here.size(), there.size()) && same(from, here.get(first), to, there.get(first))) {
            pairs.add(new Pair(here.get(first), there.get(first++)));
        }
        List<Pair> last = new ArrayList<>();
        int lastHere = here.size();
        int lastThere = there.size();
        while (lastHere > first
                && lastThere > first
                && same(from, here.get(lastHere - 1), to, there.get(lastThere - 1))) {
            last.add(new Pair(here.get(--lastHere), there.get(--lastThere)));
        }
        pairs.addAll(common(from, here.subList(first, lastHere), to, there.subList(first, lastThere)));
        pairs.addAll(last.reversed());
        return pairs;
    }

    /** Words, and every other character but white space. */
    private static List<WordRange> units(String text) {
        List<WordRange> units = new ArrayList<>();
        int position = 0;
        for (WordRange word : WordRange.of(text)) {
            characters(text, position, word.start(), units);
            units.add(word);
            position = word.end();
        }
        characters(text, position, text.length(), units);
        return units;
    }

    private static void characters(String text, int from, int to, List<WordRange> units) {
        for (int i = from; i < to; i++) {
            if (!Character.isWhitespace(text.charAt(i)) && !Character.isSpaceChar(text.charAt(i))) {
                units.add(new WordRange(i, i + 1));
            }
        }
    }

    private static boolean same(String from, WordRange here, String to, WordRange there) {
        return from.substring(here.start(), here.end()).equalsIgnoreCase(to.substring(there.start(), there.end()));
    }

    private static List<Pair> common(String from, List<WordRange> here, String to, List<WordRange> there) {
        if ((long) here.size() * there.size() > MOST_PAIRS) {
            return List.of();
        }
        int[][] longest = new int[here.size() + 1][there.size() + 1];
        for (int i = here.size() - 1; i >= 0; i--) {
            for (int j = there.size() - 1; j >= 0; j--) {
                longest[i][j] = same(from, here.get(i), to, there.get(j))
                        ? longest[i + 1][j + 1] + 1
                        : Math.max(longest[i + 1][j], longest[i][j + 1]);
            }
        }
        List<Pair> pairs = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < here.size() && j < there.size()) {
            if (same(from, here.get(i), to, there.get(j))) {
                pairs.add(new Pair(here.get(i++), there.get(j++)));
            } else if (longest[i + 1][j] >= longest[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return pairs;
    }
}
