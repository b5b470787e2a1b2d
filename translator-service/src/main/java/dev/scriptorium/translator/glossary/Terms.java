package dev.scriptorium.translator.glossary;

import dev.scriptorium.memory.glossary.Term;
import dev.scriptorium.memory.glossary.TermKind;
import dev.scriptorium.proto.document.v1.ProtectedSpan;
import dev.scriptorium.translator.text.WholeWords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The terms of a tenant, ready to be found in texts, in time linear in their length. Immutable. */
public final class Terms {

    public static final Terms NONE = of(List.of());

    /** Terms are looked up by so many of their first characters. */
    private static final int KEY = 3;

    private record Pair(String source, String target) {}

    private final Map<Pair, Map<String, List<Term>>> required = new HashMap<>();
    private final Map<Pair, Map<String, List<Term>>> forbidden = new HashMap<>();

    private Terms(List<Term> terms) {
        terms.stream()
                .sorted(Comparator.comparingInt((Term term) -> term.source().length())
                        .reversed())
                .forEach(term -> (term.kind() == TermKind.FORBIDDEN ? forbidden : required)
                        .computeIfAbsent(
                                new Pair(term.sourceLanguage(), term.targetLanguage()), pair -> new HashMap<>())
                        .computeIfAbsent(key(term.source(), 0, KEY), key -> new ArrayList<>())
                        .add(term));
    }

    public static Terms of(List<Term> terms) {
        return new Terms(terms);
    }

    /** Where terms stand, each with what stands for it in the translation; of two that overlap the first, then the longer. */
    public List<ProtectedSpan> find(String text, String source, String target) {
        return standing(required.get(new Pair(source, target)), text).stream()
                .map(found -> ProtectedSpan.newBuilder()
                        .setKind(ProtectedSpan.Kind.KIND_TERM)
                        .setStart(found.start())
                        .setEnd(found.start() + found.term().source().length())
                        .setReplacement(found.term().target())
                        .build())
                .toList();
    }

    /** What must not stand in the translation. */
    public List<String> forbidden(String text, String source, String target) {
        return standing(forbidden.get(new Pair(source, target)), text).stream()
                .map(found -> found.term().target())
                .distinct()
                .toList();
    }

    private record Found(Term term, int start) {}

    private static List<Found> standing(@Nullable Map<String, List<Term>> terms, String text) {
        List<Found> found = new ArrayList<>();
        int at = 0;
        while (terms != null && at < text.length()) {
            List<Term> here = WholeWords.isBoundary(text, at) ? standingAt(terms, text, at) : List.of();
            for (Term term : here) {
                found.add(new Found(term, at));
            }
            at += here.isEmpty() ? 1 : here.getFirst().source().length();
        }
        return found;
    }

    /** The longest term, and others of the same source, which several forbidden ones may have. */
    private static List<Term> standingAt(Map<String, List<Term>> terms, String text, int at) {
        for (int length = Math.min(KEY, text.length() - at); length > 0; length--) {
            List<Term> here = terms.getOrDefault(key(text, at, length), List.of()).stream()
                    .filter(term -> stands(term, text, at))
                    .toList();
            if (!here.isEmpty()) {
                int longest = here.getFirst().source().length();
                return here.stream()
                        .filter(term -> term.source().length() == longest)
                        .toList();
            }
        }
        return List.of();
    }

    private static boolean stands(Term term, String text, int at) {
        int length = term.source().length();
        return text.regionMatches(!term.caseSensitive(), at, term.source(), 0, length)
                && WholeWords.isBoundary(text, at + length);
    }

    private static String key(String text, int from, int length) {
        return text.substring(from, Math.min(text.length(), from + length)).toLowerCase(Locale.ROOT);
    }
}
