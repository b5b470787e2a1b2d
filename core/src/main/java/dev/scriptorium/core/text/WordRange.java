package dev.scriptorium.core.text;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a word stands in a text: letters, marks and digits without a break, with what English hangs on by an apostrophe. In scripts without spaces each ideograph, kana or
 * Thai letter is one, since words cannot be told there by their look.
 *
 * @param start the first character, in UTF-16 units
 * @param end behind the last character
 */
public record WordRange(int start, int end) {

    private static final String SINGLE = "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}";

    /** What English hangs onto a word: cut off, the t of don't would be a word. */
    private static final String ENDING = "['’](?:t|s|d|m|re|ve|ll)(?!\\p{L})";

    private static final Pattern WORD =
            Pattern.compile("[" + SINGLE + "]\\p{M}*|[\\p{L}\\p{M}\\p{N}&&[^" + SINGLE + "]]+(?:" + ENDING + ")?");

    /** The words of a text, in order. */
    public static List<WordRange> of(String text) {
        return WORD.matcher(text)
                .results()
                .map(word -> new WordRange(word.start(), word.end()))
                .toList();
    }

    public boolean overlaps(int from, int to) {
        return start < to && from < end;
    }
}
