package dev.scriptorium.translator.text;

import dev.scriptorium.proto.document.v1.ProtectedSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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

    private static final String VOWELS = "aeiouyäöüàâáéèêëíîïóôúùûœ";

    /** Fewer letters in capitals are an abbreviation. */
    private static final int SHORTEST_CAPITALS = 6;

    public SourceText {
        spans = List.copyOf(spans);
    }

    /** Spans that are not within the text, or that overlap an earlier or a longer one, are left out. */
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
                .sorted(Comparator.comparingInt(ProtectedSpan::getStart)
                        .thenComparing(
                                Comparator.comparingInt(ProtectedSpan::getEnd).reversed()))
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

    /**
     * The same text with what a translator between these languages may lose as spans of its own: amounts, symbols, words in
     * other letters, and runs of characters that are too long for a model.
     */
    public SourceText between(String source, String target) {
        List<ProtectedSpan> all = new ArrayList<>(spans);
        all.addAll(SymbolSpans.longRuns(core));
        List<ProtectedSpan> copied = spans.stream().filter(SourceText::copied).toList();
        Quantity.in(core, source, copied).stream()
                .filter(Quantity::isMoreThanANumber)
                .map(quantity -> ProtectedSpan.newBuilder()
                        .setKind(ProtectedSpan.Kind.KIND_AMOUNT)
                        .setStart(quantity.start())
                        .setEnd(quantity.end())
                        .build())
                .forEach(all::add);
        all.addAll(SymbolSpans.find(core, source, target));
        return withSpans(all);
    }

    /** The same text with further spans; of those that overlap the first, then the longest stays. */
    public SourceText and(List<ProtectedSpan> more) {
        List<ProtectedSpan> all = new ArrayList<>(more);
        all.addAll(spans);
        return more.isEmpty() ? this : withSpans(all);
    }

    private SourceText withSpans(List<ProtectedSpan> all) {
        SourceText merged = of(core, all);
        return merged.prefix().isEmpty()
                ? new SourceText(prefix, core, suffix, merged.spans())
                : new SourceText(
                        prefix,
                        core,
                        suffix,
                        moved(merged.spans(), merged.prefix().length()));
    }

    private static List<ProtectedSpan> moved(List<ProtectedSpan> spans, int by) {
        return spans.stream()
                .map(span -> span.toBuilder()
                        .setStart(span.getStart() + by)
                        .setEnd(span.getEnd() + by)
                        .build())
                .toList();
    }

    /** Whether there is anything to translate: a letter outside of what stays as it is. */
    public boolean hasWords() {
        return outside(SourceText::stays).codePoints().anyMatch(Character::isLetter);
    }

    /** What stands for the whole text, where all of it is one term of the glossary. */
    public Optional<String> asTerm() {
        return spans.stream()
                .filter(span -> span.getKind() == ProtectedSpan.Kind.KIND_TERM)
                .filter(span -> span.getStart() == 0 && span.getEnd() == core.length())
                .map(ProtectedSpan::getReplacement)
                .findFirst();
    }

    /** Whether a span is so long that a model is better not given it. */
    public static boolean isLong(ProtectedSpan span) {
        return span.getEnd() - span.getStart() > SymbolSpans.LONGEST_WORD;
    }

    /** Whether a run of characters is longer than a model takes. */
    public boolean hasLongRun() {
        return !SymbolSpans.longRuns(core).isEmpty();
    }

    /** Whether all letters outside of the spans are capitals, and some of them make words, not abbreviations. */
    public boolean isInCapitals() {
        String words = outside(span -> true);
        long letters = words.codePoints().filter(Character::isLetter).count();
        return letters >= SHORTEST_CAPITALS
                && words.codePoints().noneMatch(Character::isLowerCase)
                && words.codePoints().filter(Character::isUpperCase).count() * 2 > letters
                && (Words.of(words).size() > 2 || Words.of(words).stream().anyMatch(SourceText::soundsLikeAWord));
    }

    /** HTTP and JSON do not. */
    private static boolean soundsLikeAWord(String word) {
        long vowels = word.chars().filter(letter -> VOWELS.indexOf(letter) >= 0).count();
        return word.length() >= 4 && vowels * 10 >= word.length() * 3;
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

    /** The numbers of the text, but for those in what is copied. */
    public List<Quantity> quantities(String language) {
        return Quantity.in(
                core, language, spans.stream().filter(SourceText::copied).toList());
    }

    /** Where the spans that are copied stand in a translation. */
    public List<ProtectedSpan> copiesIn(String translation) {
        List<ProtectedSpan> copies = new ArrayList<>();
        for (String text : new LinkedHashSet<>(copiedTexts())) {
            for (int at = translation.indexOf(text); at >= 0; at = translation.indexOf(text, at + text.length())) {
                copies.add(ProtectedSpan.newBuilder()
                        .setStart(at)
                        .setEnd(at + text.length())
                        .build());
            }
        }
        return copies;
    }

    private List<String> copiedTexts() {
        return spans.stream().filter(SourceText::copied).map(this::text).toList();
    }

    /** The text of a span. */
    public String text(ProtectedSpan span) {
        return core.substring(span.getStart(), span.getEnd());
    }

    /** What a model is given at first: the core as it is, in one line. */
    public String line() {
        return oneLine(core);
    }

    /** Whether a span has to stand in the translation letter by letter; a number may change its form. */
    public static boolean copied(ProtectedSpan span) {
        return switch (span.getKind()) {
            case KIND_NUMBER, KIND_AMOUNT, KIND_TERM -> false;
            case KIND_UNSPECIFIED, KIND_PLACEHOLDER, KIND_URL, KIND_EMAIL, KIND_CODE, KIND_SYMBOL, UNRECOGNIZED -> true;
        };
    }

    /** Whether nothing of a span is a word that could be translated. */
    private static boolean stays(ProtectedSpan span) {
        return copied(span) || span.getKind() == ProtectedSpan.Kind.KIND_AMOUNT;
    }

    /** What stands for a span in the translation where no model sees it: a number in the form of the target language. */
    String inTranslation(ProtectedSpan span, String from, String to) {
        String original = text(span);
        if (span.getKind() == ProtectedSpan.Kind.KIND_TERM) {
            return span.getReplacement();
        }
        if (copied(span)) {
            return original;
        }
        return Quantity.in(core, from, List.of()).stream()
                .filter(quantity -> quantity.number().start() >= span.getStart()
                        && quantity.number().end() <= span.getEnd())
                .findFirst()
                .map(quantity -> span.getKind() == ProtectedSpan.Kind.KIND_AMOUNT
                        ? quantity.written(core, from, to)
                        : NumberForm.rewritten(original, quantity.certain(), from, to))
                .orElse(original);
    }

    static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
