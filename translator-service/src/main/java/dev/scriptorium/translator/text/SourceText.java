package dev.scriptorium.translator.text;

import dev.scriptorium.proto.document.v1.ProtectedSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text to translate without its frame: white space around it, and a list or heading mark before it, are no model's
 * business and return unchanged.
 *
 * @param core never begins or ends with white space
 * @param spans sorted, not overlapping, offsets in the core
 */
public record SourceText(String prefix, String core, String suffix, List<ProtectedSpan> spans) {

    private static final Pattern PREFIX = Pattern.compile("\\A\\s*(?:(?:[-*+>•‣▪◦·●■–—]|#{1,6})\\s+)*+");

    public SourceText {
        spans = List.copyOf(spans);
    }

    /** Spans that are not within the text, or that overlap an earlier one, are left out. */
    public static SourceText of(String text, List<ProtectedSpan> spans) {
        Matcher before = PREFIX.matcher(text);
        int start = before.find() ? before.end() : 0;
        int end = text.length();
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        List<ProtectedSpan> inside = new ArrayList<>();
        int free = start;
        List<ProtectedSpan> sorted = spans.stream()
                .sorted(Comparator.comparingInt(ProtectedSpan::getStart))
                .toList();
        for (ProtectedSpan span : sorted) {
            if (span.getStart() >= free && span.getEnd() > span.getStart() && span.getEnd() <= end) {
                free = span.getEnd();
                inside.add(span.toBuilder()
                        .setStart(span.getStart() - start)
                        .setEnd(span.getEnd() - start)
                        .build());
            }
        }
        return new SourceText(text.substring(0, start), text.substring(start, end), text.substring(end), inside);
    }

    /** Whether there is anything to translate: a letter outside of what is copied anyway. */
    public boolean hasWords() {
        return outside(SourceText::copied).codePoints().anyMatch(Character::isLetter);
    }

    /** The core without the spans that satisfy the condition; a space stands for each. */
    public String outside(Predicate<ProtectedSpan> condition) {
        var rest = new StringBuilder();
        int from = 0;
        for (ProtectedSpan span : spans) {
            if (condition.test(span)) {
                rest.append(core, from, span.getStart()).append(' ');
                from = span.getEnd();
            }
        }
        return rest.append(core.substring(from)).toString();
    }

    /** What a model is given at first: the core as it is, in one line. */
    public String line() {
        return oneLine(core);
    }

    /** Whether a span has to stand in the translation letter by letter; a number may change its form. */
    public static boolean copied(ProtectedSpan span) {
        return span.getKind() != ProtectedSpan.Kind.KIND_NUMBER;
    }

    /**
     * What stands for a span that no model sees.
     *
     * @param numbers from a number of the source to the one of the translation
     */
    String around(ProtectedSpan span, UnaryOperator<String> numbers) {
        String original = core.substring(span.getStart(), span.getEnd());
        return copied(span) ? original : numbers.apply(original);
    }

    static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
