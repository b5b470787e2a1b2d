package dev.scriptorium.tokenizer.sentence;

/**
 * Tells line breaks that only wrap a paragraph from those that mean something.
 *
 * <p>Mail and plain text are wrapped at a width. A break is taken as wrapping where the next line's first word would
 * not have fitted into the longest line, or where the next line goes on in lower case after a line of some length that
 * does not end like a sentence.
 */
final class LineBreaks {

    private static final int SHORTEST_WRAPPED_LINE = 30;

    private LineBreaks() {}

    /** The same text, of the same length, with a space for every line break that only wraps. */
    static String unwrap(String text) {
        int first = text.indexOf('\n');
        if (first < 0) {
            return text;
        }
        int width = longestLine(text);
        if (width < SHORTEST_WRAPPED_LINE) {
            return text;
        }
        char[] unwrapped = text.toCharArray();
        int lineStart = 0;
        for (int at = first; at >= 0; at = text.indexOf('\n', at + 1)) {
            int lineEnd = at > lineStart && text.charAt(at - 1) == '\r' ? at - 1 : at;
            if (wraps(text, lineStart, lineEnd, at + 1, width)) {
                for (int i = lineEnd; i <= at; i++) {
                    unwrapped[i] = ' ';
                }
            }
            lineStart = at + 1;
        }
        return new String(unwrapped);
    }

    private static boolean wraps(String text, int lineStart, int lineEnd, int next, int width) {
        int length = lineEnd - lineStart;
        if (next >= text.length() || Whitespace.isBlank(text, lineStart, lineEnd)) {
            return false;
        }
        char begin = text.charAt(next);
        if (Character.isLowerCase(begin) && length >= SHORTEST_WRAPPED_LINE) {
            return !endsLikeASentence(text, lineStart, lineEnd);
        }
        if (!Character.isLetterOrDigit(begin) && "\"'(«„“‚‘¿¡".indexOf(begin) < 0 || isListMarker(text, next)) {
            return false;
        }
        int wordEnd = next;
        while (wordEnd < text.length() && wordEnd - next <= width && !Whitespace.is(text.charAt(wordEnd))) {
            wordEnd++;
        }
        return length + 1 + wordEnd - next > width;
    }

    /** A stop, whatever marks close behind it. */
    private static boolean endsLikeASentence(String text, int lineStart, int lineEnd) {
        int end = lineEnd;
        while (end > lineStart
                && (Whitespace.is(text.charAt(end - 1)) || "\"'”’“»«)]".indexOf(text.charAt(end - 1)) >= 0)) {
            end--;
        }
        return end > lineStart && ".!?…".indexOf(text.charAt(end - 1)) >= 0;
    }

    private static boolean isListMarker(String text, int at) {
        int end = at;
        while (end < text.length() && end - at < 3 && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end > at
                && end + 1 < text.length()
                && (text.charAt(end) == '.' || text.charAt(end) == ')')
                && Whitespace.is(text.charAt(end + 1));
    }

    private static int longestLine(String text) {
        int longest = 0;
        int start = 0;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', start)) {
            longest = Math.max(longest, at - start);
            start = at + 1;
        }
        return Math.max(longest, text.length() - start);
    }
}
