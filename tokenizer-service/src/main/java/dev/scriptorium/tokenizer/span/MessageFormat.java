package dev.scriptorium.tokenizer.span;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The syntax of an ICU message with cases, as {@code {0, plural, one {# file} other {# files}}}: all but the texts of the
 * cases.
 *
 * @see <a href="https://unicode-org.github.io/icu/userguide/format_parse/messages/">ICU, Formatting Messages</a>
 */
final class MessageFormat {

    private static final Pattern HEAD =
            Pattern.compile("\\{\\s{0,4}[\\w.-]{1,64}\\s{0,4},\\s{0,4}(?:plural|select|selectordinal)\\s{0,4},");
    private static final int LONGEST = 4_096;

    /** A stretch of the text. */
    record Stretch(int start, int end) {}

    private final String text;
    private final List<Stretch> syntax = new ArrayList<>();

    private MessageFormat(String text) {
        this.text = text;
    }

    /** The stretches of syntax of the message that begins at this brace; empty where none does, or where it does not end. */
    static List<Stretch> syntaxAt(String text, int open) {
        var message = new MessageFormat(text);
        return message.read(open) < 0 ? List.of() : List.copyOf(message.syntax);
    }

    /** Returns the offset behind the message, or -1. */
    private int read(int open) {
        Matcher head = HEAD.matcher(text).region(open, text.length());
        if (!head.lookingAt()) {
            return -1;
        }
        int start = open;
        int depth = 1;
        int limit = Math.min(text.length(), open + LONGEST);
        for (int i = head.end(); i < limit; i++) {
            char c = text.charAt(i);
            if (c == '{' && depth == 1) {
                syntax.add(new Stretch(start, i + 1));
                depth = 2;
            } else if (c == '}' && depth == 1) {
                syntax.add(new Stretch(start, i + 1));
                return i + 1;
            } else if (c == '}') {
                start = i;
                depth = 1;
            } else if (c == '#' && depth == 2) {
                syntax.add(new Stretch(i, i + 1));
            } else if (c == '{') {
                int nested = read(i);
                int end = nested >= 0 ? nested : text.indexOf('}', i) + 1;
                if (end <= 0 || end > limit) {
                    return -1;
                }
                if (nested < 0) {
                    syntax.add(new Stretch(i, end));
                }
                i = end - 1;
            }
        }
        return -1;
    }
}
