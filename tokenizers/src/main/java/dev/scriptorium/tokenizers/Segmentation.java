package dev.scriptorium.tokenizers;

import java.util.List;

/** Cuts a normal text into pieces. Safe for many threads. */
interface Segmentation {

    /**
     * A run of bytes.
     *
     * @param known whether it is a piece of the vocabulary
     */
    record Span(int start, int end, boolean known) {}

    /** The spans one after the other, from the start of the text to its end. */
    List<Span> cut(byte[] text);
}
