package dev.scriptorium.ingest.extraction.parse;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Joins words that a line end divides. A hyphen that belongs to the word stays: before a conjunction ("Ein- und
 * Ausgabe"), a capital or a digit, in a word that has one already, and where the document writes the word with it.
 */
final class Hyphenation {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}]+(?:-[\\p{L}\\p{M}\\p{Nd}]+)*");
    private static final Pattern DIVIDED = Pattern.compile("([\\p{L}\\p{M}\\p{Nd}-]*[\\p{L}\\p{M}\\p{Nd}])[-\u2010]$");
    private static final Pattern FIRST_WORD = Pattern.compile("[\\p{L}\\p{M}]+");

    private static final Set<String> CONJUNCTIONS =
            Set.of("und", "oder", "bzw", "sowie", "bis", "and", "or", "to", "et", "ou", "y", "o", "e");

    /** Words that English joins with a hyphen rather than divides. */
    private static final Set<String> BEFORE = Set.of(
            "long", "short", "high", "low", "well", "self", "full", "half", "cross", "real", "open", "one", "two",
            "three", "four", "five", "year", "end", "large", "small", "mid", "single", "state", "non", "ex", "e", "x",
            "t");

    private static final Set<String> BEHIND = Set.of(
            "based",
            "driven",
            "oriented",
            "related",
            "specific",
            "free",
            "wide",
            "centric",
            "optimized",
            "friendly",
            "aware",
            "term",
            "year",
            "time",
            "level",
            "scale",
            "known",
            "defined",
            "effective",
            "made",
            "old",
            "ready",
            "efficient");

    private final Set<String> words = new HashSet<>();

    /** @param texts of the whole document: what is written there is known */
    Hyphenation(List<String> texts) {
        for (String text : texts) {
            Matcher word = WORD.matcher(text);
            while (word.find()) {
                // The piece at the end of a line is none.
                if (word.end() < text.length()
                        && text.charAt(word.end()) != '-'
                        && text.charAt(word.end()) != '\u2010') {
                    words.add(word.group().toLowerCase(Locale.ROOT));
                }
            }
        }
    }

    /** Adds the next line of a paragraph to those before. */
    void join(StringBuilder text, String line) {
        if (text.isEmpty()) {
            text.append(line);
            return;
        }
        char last = text.charAt(text.length() - 1);
        Matcher divided = DIVIDED.matcher(text);
        Matcher next = FIRST_WORD.matcher(line);
        if (last == '\u00AD' && next.lookingAt()) {
            text.setLength(text.length() - 1);
        } else if (!divided.find(Math.max(0, text.length() - 80)) || !next.lookingAt()) {
            boolean range = Character.isDigit(line.charAt(0)) && divided.hasMatch();
            text.append(range ? "" : " ");
        } else if (CONJUNCTIONS.contains(next.group())) {
            text.append(' ');
        } else if (!belongsToTheWord(divided.group(1), next.group())) {
            text.setLength(text.length() - 1);
        }
        text.append(line);
    }

    private boolean belongsToTheWord(String first, String second) {
        String before = first.toLowerCase(Locale.ROOT);
        String behind = second.toLowerCase(Locale.ROOT);
        if (Character.isUpperCase(second.codePointAt(0)) || Character.isDigit(first.codePointBefore(first.length()))) {
            return true;
        }
        if (words.contains(before + "-" + behind)) {
            return true;
        }
        return !words.contains(before + behind)
                && (before.contains("-") || BEFORE.contains(before) || BEHIND.contains(behind));
    }
}
