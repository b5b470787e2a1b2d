package dev.scriptorium.ingest.extraction.parse;

import java.util.Locale;
import java.util.Map;

/** Characters of the fonts that draw signs in the place of letters. */
final class SymbolFonts {

    /** Stands for a sign that has no character here, so that the text shows that one was there. */
    private static final String UNKNOWN = "\u25A1";

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String GREEK_CAPITALS = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    private static final String GREEK = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";

    private static final Map<Integer, String> SYMBOL = Map.ofEntries(
            Map.entry(0xA3, "≤"),
            Map.entry(0xA5, "∞"),
            Map.entry(0xAB, "↔"),
            Map.entry(0xAC, "←"),
            Map.entry(0xAD, "↑"),
            Map.entry(0xAE, "→"),
            Map.entry(0xAF, "↓"),
            Map.entry(0xB0, "°"),
            Map.entry(0xB1, "±"),
            Map.entry(0xB3, "≥"),
            Map.entry(0xB4, "×"),
            Map.entry(0xB7, "•"),
            Map.entry(0xB8, "÷"),
            Map.entry(0xB9, "≠"),
            Map.entry(0xBB, "≈"),
            Map.entry(0xD7, "·"),
            Map.entry(0xD6, "√"),
            Map.entry(0xDE, "⇒"),
            Map.entry(0xE5, "∑"));

    private static final Map<Integer, String> WINGDINGS = Map.ofEntries(
            Map.entry(0x6C, "●"),
            Map.entry(0x6E, "■"),
            Map.entry(0x6F, "☐"),
            Map.entry(0x71, "☐"),
            Map.entry(0x76, "❖"),
            Map.entry(0xA7, "▪"),
            Map.entry(0xA8, "☐"),
            Map.entry(0xD8, "➢"),
            Map.entry(0xDF, "←"),
            Map.entry(0xE0, "→"),
            Map.entry(0xE1, "↑"),
            Map.entry(0xE2, "↓"),
            Map.entry(0xE8, "→"),
            Map.entry(0xF0, "⇨"),
            Map.entry(0xFB, "✗"),
            Map.entry(0xFC, "✓"),
            Map.entry(0xFD, "☒"),
            Map.entry(0xFE, "☑"));

    private SymbolFonts() {}

    /** @param code in hexadecimal, often in the private area from F000 on */
    static String character(String font, String code) {
        int number;
        try {
            number = Integer.parseInt(code, 16);
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
        String name = font.toLowerCase(Locale.ROOT);
        int inFont = number >= 0xF000 && number <= 0xF0FF ? number - 0xF000 : number;
        if (name.startsWith("wingdings")) {
            return WINGDINGS.getOrDefault(inFont, UNKNOWN);
        } else if (name.equals("symbol")) {
            return symbol(inFont);
        }
        return number >= 0xE000 && number <= 0xF8FF ? UNKNOWN : Character.toString(number);
    }

    private static String symbol(int inFont) {
        int capital = LETTERS.indexOf(inFont);
        int letter = LETTERS.indexOf(inFont - 32);
        if (capital >= 0) {
            return GREEK_CAPITALS.substring(capital, capital + 1);
        } else if (letter >= 0 && inFont >= 'a') {
            return GREEK.substring(letter, letter + 1);
        }
        return SYMBOL.getOrDefault(inFont, inFont < 0x7F ? Character.toString(inFont) : UNKNOWN);
    }
}
