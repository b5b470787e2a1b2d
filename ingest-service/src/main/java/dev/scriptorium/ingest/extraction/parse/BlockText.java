package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.file.PlainText;

/**
 * A block's text in the form that the rest of the pipeline relies on: no control characters, no half surrogates, no
 * marks that only steer the display, whitespace normalised.
 */
final class BlockText {

    private BlockText() {}

    /** Every run of whitespace becomes one space; none at the ends. */
    static String prose(CharSequence raw) {
        return PlainText.of(raw).text();
    }

    /** Lines and indentation stay, spaces at the ends of lines and empty lines at the ends go. */
    static String code(CharSequence raw) {
        StringBuilder text = new StringBuilder(raw.length());
        int pendingLines = 0;
        int pendingSpaces = 0;
        for (int i = 0; i < raw.length(); ) {
            int c = Character.codePointAt(raw, i);
            i += Character.charCount(c);
            if (c == '\n') {
                pendingLines++;
                pendingSpaces = 0;
            } else if (c == '\t') {
                pendingSpaces += 4;
            } else if (c != '\r' && PlainText.isSpace(c)) {
                pendingSpaces++;
            } else if (PlainText.isText(c)) {
                text.repeat("\n", text.isEmpty() ? 0 : pendingLines);
                text.repeat(" ", pendingSpaces);
                pendingLines = 0;
                pendingSpaces = 0;
                text.appendCodePoint(c);
            }
        }
        return text.toString();
    }

    /**
     * Where the piece that begins at an index has to end, to be no longer than the limit: after a sentence, else at a
     * space, else between two characters. A border is looked for in the second half only, so that pieces do not get tiny.
     */
    static int cut(String text, int from, int limit) {
        int latest = from + limit;
        if (text.length() <= latest) {
            return text.length();
        }
        int space = -1;
        for (int i = latest; i > from + limit / 2; i--) {
            if (text.charAt(i - 1) == '\n') {
                return i;
            }
            if (Character.isWhitespace(text.charAt(i - 1))) {
                if (".!?…。！？".indexOf(text.charAt(i - 2)) >= 0) {
                    return i;
                }
                space = Math.max(space, i);
            }
        }
        if (space > 0) {
            return space;
        }
        int border = latest;
        while (border > from + limit / 2 && joins(text, border)) {
            border--;
        }
        return border;
    }

    /** Whether the character at the index belongs to the one before it. */
    private static boolean joins(String text, int index) {
        int after = text.codePointAt(index);
        return Character.isLowSurrogate(text.charAt(index))
                || Character.getType(after) == Character.NON_SPACING_MARK
                || Character.getType(after) == Character.COMBINING_SPACING_MARK
                || Character.getType(after) == Character.ENCLOSING_MARK
                || after == 0x200D
                || text.charAt(index - 1) == 0x200D;
    }
}
