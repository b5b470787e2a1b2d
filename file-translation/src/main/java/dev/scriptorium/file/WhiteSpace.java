package dev.scriptorium.file;

import java.util.TreeMap;

/** A translation with the white space of its source: non-breaking spaces and line breaks. */
final class WhiteSpace {

    private final String target;
    private final TreeMap<Integer, String> replaced = new TreeMap<>();

    /** @param plain of the raw text */
    WhiteSpace(String raw, PlainText plain, String target) {
        this.target = target;
        String text = plain.text();
        for (int i = text.indexOf(' '); i >= 0; i = text.indexOf(' ', i + 1)) {
            String run = raw.substring(plain.origin(i), plain.origin(i + 1));
            if (run.indexOf('\n') >= 0 || run.indexOf('\r') >= 0) {
                lineBreak(run, (double) i / text.length());
            } else if (run.chars().anyMatch(c -> c != ' ')) {
                between(wordBefore(text, i), run, wordAfter(text, i));
            }
        }
    }

    /** The translation from an index to another one. */
    String text(int from, int to) {
        StringBuilder text = new StringBuilder();
        int position = from;
        for (var entry : replaced.subMap(from, true, to, false).entrySet()) {
            text.append(target, position, entry.getKey()).append(entry.getValue());
            position = entry.getKey() + (target.charAt(entry.getKey()) == ' ' ? 1 : 0);
        }
        return text.append(target, position, Math.max(position, to)).toString();
    }

    /** At the space that is nearest to the same place; between two characters in a text without spaces. */
    private void lineBreak(String run, double place) {
        int wanted = (int) (place * target.length());
        int best = -1;
        for (int i = target.indexOf(' '); i >= 0; i = target.indexOf(' ', i + 1)) {
            if (!replaced.containsKey(i) && (best < 0 || Math.abs(i - wanted) < Math.abs(best - wanted))) {
                best = i;
            }
        }
        if (best < 0 && target.indexOf(' ') < 0 && wanted > 0 && wanted < target.length()) {
            best = Character.isLowSurrogate(target.charAt(wanted)) ? wanted - 1 : wanted;
        }
        if (best >= 0) {
            replaced.putIfAbsent(best, run);
        }
    }

    private void between(String before, String run, String after) {
        String words = before + " " + after;
        int at = target.indexOf(words);
        if (at >= 0 && target.indexOf(words, at + 1) < 0) {
            replaced.putIfAbsent(at + before.length(), run);
        }
    }

    private static String wordBefore(String text, int space) {
        return text.substring(text.lastIndexOf(' ', space - 1) + 1, space);
    }

    private static String wordAfter(String text, int space) {
        int end = text.indexOf(' ', space + 1);
        String word = text.substring(space + 1, end < 0 ? text.length() : end);
        int length = word.length();
        while (length > 1 && !Character.isLetterOrDigit(word.charAt(length - 1))) {
            length--;
        }
        return word.substring(0, length);
    }
}
