package dev.scriptorium.tokenizer.sentence;

/** What counts as white space between sentences, and what as no text at all. */
public final class Whitespace {

    private Whitespace() {}

    /** White space of any width, breaking or not. */
    public static boolean is(int codePoint) {
        return codePoint < 0x80
                ? codePoint == ' ' || codePoint >= '\t' && codePoint <= '\r'
                : codePoint == 0x85 || Character.isSpaceChar(codePoint);
    }

    /** White space, and the characters that leave no mark: controls, zero-width and byte order marks. */
    public static boolean leavesNoMark(int codePoint) {
        return is(codePoint)
                || Character.isISOControl(codePoint)
                || codePoint >= 0x80 && Character.getType(codePoint) == Character.FORMAT;
    }

    /** Whether nothing in the range can be seen. */
    public static boolean isBlank(CharSequence text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!leavesNoMark(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
