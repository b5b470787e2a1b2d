package dev.scriptorium.file;

/**
 * A text as models get it: no control characters, no half surrogates, no marks that only steer the display, every run of
 * white space one space, none at the ends. Knows where each of its characters comes from.
 */
public final class PlainText {

    private final String text;
    private final int[] origins;

    private PlainText(String text, int[] origins) {
        this.text = text;
        this.origins = origins;
    }

    public static PlainText of(CharSequence raw) {
        StringBuilder text = new StringBuilder(raw.length());
        int[] origins = new int[raw.length() + 1];
        int gap = -1;
        for (int i = 0; i < raw.length(); ) {
            int c = Character.codePointAt(raw, i);
            int length = Character.charCount(c);
            if (isSpace(c)) {
                gap = gap < 0 ? i : gap;
            } else if (isText(c)) {
                if (gap >= 0 && !text.isEmpty()) {
                    origins[text.length()] = gap;
                    text.append(' ');
                }
                gap = -1;
                for (int half = 0; half < length; half++) {
                    origins[text.length() + half] = i + half;
                }
                text.appendCodePoint(c);
            }
            i += length;
        }
        return new PlainText(text.toString(), origins);
    }

    public String text() {
        return text;
    }

    /** The index in the raw text of the character at an index of this one. */
    int origin(int index) {
        return origins[index];
    }

    /** The number of this text's characters that come from before an index of the raw text. */
    int before(int rawIndex) {
        int low = 0;
        int high = text.length();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (origins[middle] < rawIndex) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** White space of any kind, non-breaking spaces included. */
    public static boolean isSpace(int c) {
        return c <= ' ' && (c == ' ' || (c >= '\t' && c <= '\r'))
                || c == 0x85
                || c == 0xA0
                || (c > 0xFF && (Character.isWhitespace(c) || Character.isSpaceChar(c)));
    }

    /** What is neither white space nor steers the display. */
    public static boolean isText(int c) {
        if (c < 0x7F) {
            return c >= ' ';
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> false;
            // Joiners make emoji and are letters' business in some scripts; the rest steers the display.
            case Character.FORMAT -> c == 0x200C || c == 0x200D || (c >= 0xE0020 && c <= 0xE007F);
            default -> true;
        };
    }
}
