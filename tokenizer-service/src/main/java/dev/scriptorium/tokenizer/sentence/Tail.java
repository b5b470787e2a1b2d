package dev.scriptorium.tokenizer.sentence;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the last two characters before a position must be for an expression to match there, as far as that can be read
 * off its end. Most positions are ruled out so, without running the expression. Only the first 128 characters are judged.
 *
 * @param last which may be the last; null: any
 * @param lastButOne which may stand in front of it; null: any
 */
record Tail(@Nullable BitSet last, @Nullable BitSet lastButOne) {

    private static final int ASCII = 128;
    private static final String ATOM = "(?<atom>\\[\\^?(?:[^\\]\\[\\\\&]|\\\\.)+]|\\\\p\\{\\w+}|\\\\d|\\\\[^\\w])";
    private static final Pattern LAST = Pattern.compile("(?<!\\\\)" + ATOM + "\\+?$");
    private static final Pattern BEFORE_PERIOD = Pattern.compile("(?<!\\\\)" + ATOM + "\\+?\\\\\\.$");

    static Tail of(String expression) {
        if (hasAlternatives(expression)) {
            return new Tail(null, null);
        }
        return new Tail(members(LAST, expression), members(BEFORE_PERIOD, expression));
    }

    private static @Nullable BitSet members(Pattern end, String expression) {
        Matcher matcher = end.matcher(expression);
        if (!matcher.find()) {
            return null;
        }
        Pattern atom = Pattern.compile(matcher.group("atom"), Pattern.UNICODE_CHARACTER_CLASS);
        BitSet members = new BitSet(ASCII);
        for (char c = 0; c < ASCII; c++) {
            members.set(c, atom.matcher(String.valueOf(c)).matches());
        }
        return members;
    }

    /** Outside of groups and character classes. */
    private static boolean hasAlternatives(String expression) {
        int depth = 0;
        boolean inClass = false;
        for (int i = 0; i < expression.length(); i++) {
            switch (expression.charAt(i)) {
                case '\\' -> i++;
                case '[' -> inClass = true;
                case ']' -> inClass = false;
                case '(' -> depth += inClass ? 0 : 1;
                case ')' -> depth -= inClass ? 0 : 1;
                case '|' -> {
                    if (depth == 0 && !inClass) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    boolean admits(String text, int position) {
        return isIn(last, text, position - 1) && isIn(lastButOne, text, position - 2);
    }

    private static boolean isIn(@Nullable BitSet members, String text, int at) {
        if (members == null) {
            return true;
        }
        if (at < 0) {
            return false;
        }
        char c = text.charAt(at);
        return c >= ASCII || members.get(c);
    }
}
