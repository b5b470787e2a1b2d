package dev.scriptorium.translator.text;

import dev.scriptorium.proto.document.v1.ProtectedSpan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of a text with its sign and its currency or unit: the least that must stay together in a translation.
 *
 * @param start of the sign, currency or number, whichever comes first; offset in the text
 * @param end behind the number or the sign of its unit; a unit that is a word is not within
 * @param negative whether a minus stands before it, as a sign or as a word
 * @param meaning of the currency or unit, as {@link Units} names it; empty where there is none
 * @param signed whether the currency or unit is a sign or a code, which no translation leaves out
 * @param certain whether it is an amount, in which a point or comma has the meaning that it has in the language; else it may
 *     be the number of a version or a section
 */
public record Quantity(
        int start, int end, boolean negative, Numeral number, Set<String> meaning, boolean signed, boolean certain) {

    private static final String MINUS = "-−–";
    private static final String SIGNS = MINUS + "+±";
    private static final Pattern WORD_BEFORE = Pattern.compile("(\\p{L}+)\\.?[ \\u00a0]?\\z");
    private static final Pattern WORD_AFTER = Pattern.compile("\\A[ \\u00a0\\u2009\\u202f-](\\p{L}+\\.?)");
    private static final Pattern PER_CENT =
            Pattern.compile("\\A[ \\u00a0](?:per cent|pour cent|por ciento)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern DEGREES = Pattern.compile(
            "\\A[ \\u00a0](?:degrees?|grad|degrés?|grados?) (celsius|fahrenheit)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    /** Without a space these end a word: the 1980s. */
    private static final Set<String> ENDINGS = Set.of("s", "t", "h", "B", "K", "l");

    private static final Set<String> MINUS_WORDS = Set.of("minus", "moins", "menos");

    /** After such a word a number is a name. */
    private static final Set<String> LABELS = Set.of(
            "version",
            "versión",
            "release",
            "ausgabe",
            "kapitel",
            "chapter",
            "chapitre",
            "capítulo",
            "abschnitt",
            "section",
            "sección",
            "teil",
            "part",
            "abbildung",
            "abb",
            "figure",
            "fig",
            "figura",
            "tabelle",
            "table",
            "tabla",
            "tableau",
            "nr",
            "nummer",
            "no",
            "number",
            "número",
            "núm",
            "numéro",
            "art",
            "artikel",
            "article",
            "artículo",
            "v",
            "build",
            "rev",
            "revision",
            "update",
            "patch",
            "release-stand",
            "punkt",
            "ziffer",
            "paragraph",
            "seite",
            "page",
            "página",
            "step",
            "schritt",
            "level",
            "stufe",
            "kernel",
            "firmware",
            "port",
            "id",
            "code",
            "model",
            "modell",
            "typ",
            "type",
            "api",
            "http",
            "tls",
            "ssl",
            "usb",
            "java",
            "python");

    /** Words after which no noun is counted. */
    private static final Set<String> NO_NOUN = Set.of(
            "is",
            "are",
            "was",
            "were",
            "or",
            "and",
            "to",
            "the",
            "for",
            "in",
            "on",
            "of",
            "at",
            "has",
            "have",
            "with",
            "does",
            "adds",
            "supports",
            "uses",
            "introduces",
            "will",
            "can",
            "when",
            "from",
            "by",
            "as",
            "if",
            "but",
            "ist",
            "sind",
            "war",
            "oder",
            "und",
            "bis",
            "der",
            "die",
            "das",
            "für",
            "im",
            "auf",
            "von",
            "hat",
            "mit",
            "wird",
            "kann",
            "est",
            "sont",
            "ou",
            "et",
            "le",
            "la",
            "les",
            "pour",
            "dans",
            "sur",
            "de",
            "du",
            "a",
            "avec",
            "es",
            "son",
            "o",
            "y",
            "el",
            "los",
            "para",
            "en",
            "del",
            "con",
            "ha",
            "se",
            "un",
            "une",
            "una");

    public Quantity {
        meaning = Set.copyOf(meaning);
    }

    /** The quantities of a text, in order, but for those that touch one of the spans. */
    public static List<Quantity> in(String text, String language, List<ProtectedSpan> outside) {
        List<Quantity> quantities = new ArrayList<>();
        for (Numeral number : Numeral.in(text, language)) {
            boolean free = outside.stream()
                    .noneMatch(span -> span.getStart() < number.end() && number.start() < span.getEnd());
            if (free) {
                quantities.add(of(text, number, language));
            }
        }
        return quantities;
    }

    /** Whether a model may lose a part of it that a protected span would keep. */
    public boolean isMoreThanANumber() {
        return signed
                || start < number.start()
                || number.components().isEmpty()
                || number.text().matches(".*\\D\\z");
    }

    /** Whether the translation has the same value, sign, and currency or unit. */
    public boolean agrees(Quantity translation) {
        return sameValue(translation) && negative == translation.negative && sameUnit(translation);
    }

    public boolean sameValue(Quantity translation) {
        return (certain ? number.byValue() : number).matches(translation.number);
    }

    /** A unit that is a word may be written in ways that this class does not know; one that is a sign stays. */
    private boolean sameUnit(Quantity translation) {
        if (meaning.isEmpty()) {
            return !translation.signed || translation.meaning.contains("°");
        }
        if (translation.meaning.isEmpty()) {
            return !signed;
        }
        return !Collections.disjoint(meaning, translation.meaning);
    }

    /** The quantity with its number in the form of another language. */
    public String written(String text, String from, String to) {
        return text.substring(start, number.start())
                + NumberForm.rewritten(number.text(), certain, from, to)
                + text.substring(number.end(), end);
    }

    private static Quantity of(String text, Numeral number, String language) {
        int start = number.start();
        int end = number.end();
        boolean negative = false;
        boolean signed = false;
        Set<String> meaning = Set.of();

        if (isSign(text, start - 1) && (start == 1 || opens(text, start - 2) || currencyEnds(text, start - 1))) {
            negative = MINUS.indexOf(text.charAt(start - 1)) >= 0;
            start--;
        }
        int gap = isSpace(text, start - 1) ? 1 : 0;
        String currency = Units.currencyBefore(text, start - gap);
        if (!currency.isEmpty()) {
            meaning = Units.ofSign(currency);
            signed = true;
            start -= gap + currency.length();
            if (isSign(text, start - 1) && (start == 1 || opens(text, start - 2))) {
                negative |= MINUS.indexOf(text.charAt(start - 1)) >= 0;
                start--;
            }
        }
        Matcher before = WORD_BEFORE.matcher(text.substring(Math.max(0, start - 40), start));
        String wordBefore = before.find() ? before.group(1) : "";
        negative |= MINUS_WORDS.contains(wordBefore.toLowerCase(Locale.ROOT));

        String after = text.substring(end, Math.min(text.length(), end + 60));
        boolean multiplied = false;
        Matcher next = WORD_AFTER.matcher(after);
        if (next.find() && Units.multiplies(next.group(1))) {
            multiplied = true;
            after = after.substring(next.end());
        }
        if (meaning.isEmpty()) {
            int space = after.isEmpty() || !isSpace(after, 0) ? 0 : 1;
            String sign = Units.signAt(after, space);
            Matcher degrees = DEGREES.matcher(after);
            if (!sign.isEmpty() && !(space == 0 && ENDINGS.contains(sign))) {
                meaning = Units.ofSign(sign);
                signed = true;
                end = multiplied ? end : end + space + sign.length();
            } else if (degrees.find()) {
                meaning = Set.of("°" + Character.toUpperCase(degrees.group(1).charAt(0)), "°");
            } else if (PER_CENT.matcher(after).find()) {
                meaning = Set.of("%");
            } else {
                Matcher word = WORD_AFTER.matcher(after);
                meaning = word.find() ? Units.ofWord(word.group(1).replace(".", "")) : Set.of();
            }
        }
        boolean certain = !meaning.isEmpty() || multiplied || countsSomething(wordBefore, text, start, after, language);
        return new Quantity(start, end, negative, number, meaning, signed, certain);
    }

    /** Whether a noun follows that the number counts, and no word stands before that makes it the name of a version. */
    private static boolean countsSomething(String wordBefore, String text, int start, String after, String language) {
        boolean label = LABELS.contains(wordBefore.toLowerCase(Locale.ROOT));
        boolean first = text.substring(0, start).isBlank()
                || text.substring(0, start).strip().length() <= wordBefore.length() + 1;
        boolean name = !language.equals("de")
                && !wordBefore.isEmpty()
                && Character.isUpperCase(wordBefore.codePointAt(0))
                && !(first && (!language.equals("en") || NO_NOUN.contains(wordBefore.toLowerCase(Locale.ROOT))));
        Matcher next = WORD_AFTER.matcher(after);
        if (label || name || !next.find()) {
            return false;
        }
        String word = next.group(1).replace(".", "");
        return word.length() >= 3
                && !NO_NOUN.contains(word.toLowerCase(Locale.ROOT))
                && (language.equals("de")) == Character.isUpperCase(word.codePointAt(0));
    }

    private static boolean isSign(String text, int at) {
        return at >= 0 && SIGNS.indexOf(text.charAt(at)) >= 0;
    }

    private static boolean opens(String text, int at) {
        return at < 0 || isSpace(text, at) || "([{/\n\t=:".indexOf(text.charAt(at)) >= 0;
    }

    private static boolean currencyEnds(String text, int end) {
        return !Units.currencyBefore(text, end).isEmpty();
    }

    private static boolean isSpace(String text, int at) {
        return at >= 0 && " \u00a0\u2009\u202f".indexOf(text.charAt(at)) >= 0;
    }
}
