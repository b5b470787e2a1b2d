package dev.scriptorium.tokenizer.sentence;

/** A stretch of a text in UTF-16 offsets, the end exclusive. */
public record TextRange(int start, int end) {

    public TextRange {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("not a range: " + start + " to " + end);
        }
    }

    public int length() {
        return end - start;
    }

    /** The range without white space at both ends; controls that are not white space stay. */
    TextRange trimmed(CharSequence text) {
        int from = start;
        int to = end;
        while (from < to && Whitespace.is(text.charAt(from))) {
            from++;
        }
        while (to > from && Whitespace.is(text.charAt(to - 1))) {
            to--;
        }
        return new TextRange(from, to);
    }
}
