package dev.scriptorium.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in a translated segment what a stretch of its source became, by the texts alone: the same
 * words where they were not translated, the label in front of a colon, or the words that the stretch has when it is
 * translated alone, in another inflection perhaps.
 */
final class SpanSearch {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

    /** Two of three words the same, or all of them with other endings. */
    private static final double LEAST_SIMILARITY = 0.6;

    /** Of the source's own words: names and words that both languages share. */
    private static final double LEAST_SIMILARITY_OF_SOURCE = 0.8;

    private static final int LONGEST_LABEL_SHARE = 2;

    private final String source;
    private final String target;
    private final Function<String, Optional<String>> alone;

    /** A stretch of the target. */
    record Range(int start, int end) {
        boolean contains(Range other) {
            return start <= other.start && other.end <= end;
        }

        boolean overlaps(Range other) {
            return start < other.end && other.start < end;
        }
    }

    private record Word(String text, int start, int end) {}

    /** @param alone the translation of a stretch by itself, if it is known */
    SpanSearch(String source, String target, Function<String, Optional<String>> alone) {
        this.source = source;
        this.target = target;
        this.alone = alone;
    }

    /** The same characters, where the translation has them as often as the source. */
    Optional<Range> same(int start, int end) {
        String span = source.substring(start, end).strip();
        int from = source.indexOf(span, start);
        return span.codePoints().anyMatch(Character::isLetterOrDigit) ? literal(span, from) : Optional.empty();
    }

    Optional<Range> find(int start, int end) {
        int from = start;
        int to = end;
        while (from < to && source.charAt(from) == ' ') {
            from++;
        }
        while (to > from && source.charAt(to - 1) == ' ') {
            to--;
        }
        if (from == to) {
            return Optional.empty();
        }
        String span = source.substring(from, to);
        double place = (from + to) / 2.0 / source.length();
        return literal(span, from)
                .or(() -> label(span, start, end))
                .or(() -> alone.apply(span).flatMap(words -> similar(words, place, LEAST_SIMILARITY)))
                .or(() -> similar(span, place, LEAST_SIMILARITY_OF_SOURCE));
    }

    /** The same characters: of several, the one with the same number. */
    private Optional<Range> literal(String span, int from) {
        List<Integer> inSource = occurrences(source, span);
        List<Integer> inTarget = occurrences(target, span);
        int number = inSource.indexOf(from);
        // A stretch that is a part of a word is none of them.
        if (number < 0 || inTarget.size() != inSource.size()) {
            return Optional.empty();
        }
        int start = inTarget.get(number);
        return Optional.of(new Range(start, start + span.length()));
    }

    private static List<Integer> occurrences(String text, String span) {
        List<Integer> found = new ArrayList<>();
        for (int i = text.indexOf(span); i >= 0; i = text.indexOf(span, i + 1)) {
            boolean wordBefore = i > 0 && isWord(text.charAt(i - 1)) && isWord(span.charAt(0));
            int end = i + span.length();
            boolean wordAfter =
                    end < text.length() && isWord(text.charAt(end)) && isWord(span.charAt(span.length() - 1));
            if (!wordBefore && !wordAfter) {
                found.add(i);
            }
        }
        return found;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c);
    }

    /** What is in front of the first colon, with it or without. */
    private Optional<Range> label(String span, int start, int end) {
        int colon = source.indexOf(':');
        int there = target.indexOf(':');
        if (start != 0
                || colon < 0
                || there < 0
                || colon * LONGEST_LABEL_SHARE > source.length()
                || there * LONGEST_LABEL_SHARE > target.length()) {
            return Optional.empty();
        }
        if (span.endsWith(":") && colon == span.length() - 1) {
            return Optional.of(new Range(0, there + 1));
        }
        return end == colon ? Optional.of(new Range(0, there)) : Optional.empty();
    }

    private Optional<Range> similar(String text, double place, double least) {
        List<Word> wanted = words(text);
        List<Word> there = words(target);
        if (wanted.isEmpty() || there.isEmpty()) {
            return Optional.empty();
        }
        record Window(Range range, double similarity) {}
        List<Window> windows = new ArrayList<>();
        int longest = Math.min(there.size(), wanted.size() + 2);
        for (int length = Math.max(1, wanted.size() - 1); length <= longest; length++) {
            for (int first = 0; first + length <= there.size(); first++) {
                List<Word> window = there.subList(first, first + length);
                if (best(window.getFirst(), wanted) == 0 || best(window.getLast(), wanted) == 0) {
                    continue;
                }
                double sum =
                        wanted.stream().mapToDouble(word -> best(word, window)).sum();
                double similarity = 2 * sum / (wanted.size() + length);
                if (similarity >= least) {
                    windows.add(new Window(
                            new Range(
                                    window.getFirst().start(), window.getLast().end()),
                            similarity));
                }
            }
        }
        return windows.stream()
                .max(Comparator.comparingDouble(Window::similarity)
                        .thenComparing(window -> -Math.abs(
                                (window.range().start() + window.range().end()) / 2.0 / target.length() - place)))
                .map(Window::range);
    }

    private static double best(Word word, List<Word> others) {
        return others.stream()
                .mapToDouble(other -> similarity(word.text(), other.text()))
                .max()
                .orElse(0);
    }

    /** 1 for the same word, 0 for another one, between them for another ending. */
    static double similarity(String a, String b) {
        if (a.equals(b)) {
            return 1;
        }
        int longest = Math.max(a.length(), b.length());
        int common = 0;
        while (common < Math.min(a.length(), b.length()) && a.charAt(common) == b.charAt(common)) {
            common++;
        }
        return common >= 3 && common * 5 >= longest * 3 ? (double) common / longest : 0;
    }

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(new Word(matcher.group().toLowerCase(Locale.ROOT), matcher.start(), matcher.end()));
        }
        return words;
    }
}
