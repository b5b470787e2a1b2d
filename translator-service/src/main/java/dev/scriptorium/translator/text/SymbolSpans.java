package dev.scriptorium.translator.text;

import dev.scriptorium.proto.document.v1.ProtectedSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The stretches of a text that the vocabulary of a translator may lack: emoji, arrows and other symbols, words with letters
 * of another alphabet, and runs of characters so long that no model takes them.
 */
public final class SymbolSpans {

    /** A run of more characters without a space is no word of a language that writes spaces. */
    static final int LONGEST_WORD = 100;

    private static final Pattern LONG_RUN =
            Pattern.compile("[^\\s\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}]{" + (LONGEST_WORD + 1) + ",}");

    private static final Pattern CHARACTER = Pattern.compile("\\X");

    /** Marks that are part of the word at which they stand: Acme™, x², CO₂. */
    private static final String PART_OF_A_WORD = "™®©℠℗";

    private static final String PUNCTUATION = "¶†‡•‣※";
    private static final int KEYCAP = 0x20E3;

    private SymbolSpans() {}

    /** Symbols and words with foreign letters, in order; they may overlap spans of other kinds. */
    public static List<ProtectedSpan> find(String text, String source, String target) {
        List<ProtectedSpan> spans = new ArrayList<>();
        Matcher character = CHARACTER.matcher(text);
        while (character.find()) {
            int letter = text.codePointAt(character.start());
            if (isSymbol(letter, character.group())) {
                boolean ofWord = PART_OF_A_WORD.indexOf(letter) >= 0 || isRaised(letter);
                add(
                        spans,
                        ofWord ? wordStart(text, character.start()) : character.start(),
                        ofWord ? wordEnd(text, character.end()) : character.end());
            } else if (Character.isLetter(letter) && Scripts.isOfAnotherScript(letter, source, target)) {
                addWord(spans, text, character.start(), character.end());
            } else if (Character.isLetter(letter) && Scripts.isForeignLatin(letter, source, target)) {
                add(spans, wordStart(text, character.start()), wordEnd(text, character.end()));
            }
        }
        return List.copyOf(spans);
    }

    /** Runs of characters that are longer than any word. */
    public static List<ProtectedSpan> longRuns(String text) {
        return LONG_RUN.matcher(text)
                .results()
                .map(run -> ProtectedSpan.newBuilder()
                        .setKind(ProtectedSpan.Kind.KIND_CODE)
                        .setStart(run.start())
                        .setEnd(run.end())
                        .build())
                .toList();
    }

    private static boolean isSymbol(int letter, String character) {
        if (letter <= 0x7F) {
            return character.indexOf(KEYCAP) > 0;
        }
        return switch (Character.getType(letter)) {
            case Character.OTHER_SYMBOL, Character.MATH_SYMBOL, Character.CURRENCY_SYMBOL, Character.OTHER_NUMBER ->
                letter != '°';
            default -> PUNCTUATION.indexOf(letter) >= 0;
        };
    }

    /** ², ₂ and their like. */
    private static boolean isRaised(int letter) {
        return letter == '²' || letter == '³' || letter == '¹' || letter >= 0x2070 && letter <= 0x209C;
    }

    /** Words of another script that follow one another are one span. */
    private static void addWord(List<ProtectedSpan> spans, String text, int start, int end) {
        boolean goesOn = !spans.isEmpty()
                && spans.getLast().getEnd() == start - 1
                && text.charAt(start - 1) == ' '
                && Character.isLetter(text.codePointBefore(start - 1));
        add(spans, goesOn ? start - 1 : start, end);
    }

    private static void add(List<ProtectedSpan> spans, int start, int end) {
        if (!spans.isEmpty() && spans.getLast().getEnd() >= start) {
            ProtectedSpan last = spans.removeLast();
            spans.add(last.toBuilder()
                    .setStart(Math.min(last.getStart(), start))
                    .setEnd(Math.max(last.getEnd(), end))
                    .build());
            return;
        }
        spans.add(ProtectedSpan.newBuilder()
                .setKind(ProtectedSpan.Kind.KIND_SYMBOL)
                .setStart(start)
                .setEnd(end)
                .build());
    }

    private static int wordStart(String text, int from) {
        int start = from;
        while (start > 0 && isWord(text.codePointBefore(start))) {
            start -= Character.charCount(text.codePointBefore(start));
        }
        return start;
    }

    private static int wordEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isWord(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private static boolean isWord(int character) {
        return Character.isLetterOrDigit(character) || isRaised(character);
    }
}
