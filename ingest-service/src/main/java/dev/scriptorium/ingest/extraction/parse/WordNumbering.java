package dev.scriptorium.ingest.extraction.parse;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts as Word does (ECMA-376 part 1, section 17.9), for the numbers of headings: the text refers to them. For one
 * document, whose numbered paragraphs have to come in order.
 */
final class WordNumbering {

    private static final int LEVELS = 9;
    private static final Pattern PLACE_OF_NUMBER = Pattern.compile("%([1-9])");
    private static final int[] ROMAN_VALUES = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
    private static final String[] ROMAN = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};

    private final Map<String, XmlNode> definitions = new HashMap<>();
    private final Map<String, String> definitionOfNumber = new HashMap<>();
    private final Map<String, int[]> counts = new HashMap<>();

    /** @param tree of the part with the numbering */
    WordNumbering(XmlNode tree) {
        tree.all("abstractNum").forEach(node -> definitions.put(node.attribute("abstractNumId"), node));
        for (XmlNode number : tree.all("num")) {
            number.child("abstractNumId")
                    .ifPresent(node -> definitionOfNumber.put(number.attribute("numId"), node.attribute("val")));
        }
    }

    /** The level of a definition that belongs to a style, 0 where none does. */
    int levelOfStyle(String numId, String style) {
        XmlNode definition = definitions.get(definitionOfNumber.getOrDefault(numId, ""));
        if (definition != null) {
            for (XmlNode level : definition.all("lvl")) {
                if (level.child("pStyle")
                        .filter(node -> node.attribute("val").equals(style))
                        .isPresent()) {
                    return number(level.attribute("ilvl"), 0);
                }
            }
        }
        return 0;
    }

    /** Counts a paragraph, and gives its number as Word shows it; empty for bullets and unknown definitions. */
    String next(String numId, int level) {
        String id = definitionOfNumber.getOrDefault(numId, "");
        XmlNode definition = definitions.get(id);
        if (definition == null || level < 0 || level >= LEVELS) {
            return "";
        }
        int[] count = counts.computeIfAbsent(id, key -> new int[LEVELS]);
        count[level]++;
        Arrays.fill(count, level + 1, LEVELS, 0);
        Matcher place = PLACE_OF_NUMBER.matcher(value(definition, level, "lvlText", ""));
        if (value(definition, level, "numFmt", "decimal").equals("bullet")) {
            return "";
        }
        return place.replaceAll(found -> {
            int of = Integer.parseInt(found.group(1)) - 1;
            int start = number(value(definition, of, "start", "1"), 1);
            int shown = Math.max(count[of], 1) + start - 1;
            return Matcher.quoteReplacement(written(shown, value(definition, of, "numFmt", "decimal")));
        });
    }

    private static String value(XmlNode definition, int level, String name, String otherwise) {
        return definition.all("lvl").stream()
                .filter(node -> number(node.attribute("ilvl"), -1) == level)
                .findFirst()
                .flatMap(node -> node.child(name))
                .map(node -> node.attribute("val"))
                .orElse(otherwise);
    }

    private static String written(int number, String format) {
        return switch (format) {
            case "upperRoman" -> roman(number);
            case "lowerRoman" -> roman(number).toLowerCase(Locale.ROOT);
            case "upperLetter" -> letters(number, 'A');
            case "lowerLetter" -> letters(number, 'a');
            case "decimalZero" -> number < 10 ? "0" + number : Integer.toString(number);
            case "none" -> "";
            default -> Integer.toString(number);
        };
    }

    private static String roman(int number) {
        StringBuilder roman = new StringBuilder();
        int left = Math.min(number, 3_999);
        for (int i = 0; i < ROMAN.length; i++) {
            while (left >= ROMAN_VALUES[i]) {
                roman.append(ROMAN[i]);
                left -= ROMAN_VALUES[i];
            }
        }
        return roman.toString();
    }

    /** After z comes aa, then bb. */
    private static String letters(int number, char first) {
        char letter = (char) (first + (number - 1) % 26);
        return String.valueOf(letter).repeat(Math.min(1 + (number - 1) / 26, 10));
    }

    private static int number(String text, int otherwise) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
