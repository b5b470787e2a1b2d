package dev.scriptorium.file;

import org.jspecify.annotations.Nullable;

/**
 * A piece of markup inside a text.
 *
 * @param offset where it stands: an index into the text without codes; codes at the same offset are in their order
 * @param pair the same number for an opening code and its closing code
 * @param data the markup as far as the format shows it
 * @param ends whether the text before it and the text after it are two texts, as at a line break or a tabulator
 * @param index of the code in its unit
 * @param shown the text from the offset on that stands for the code and is not part of the file; may be empty
 * @param content the text and the codes that it holds; null where it is a code of the file
 */
record InlineCode(
        int offset,
        Kind kind,
        int pair,
        String data,
        boolean ends,
        int index,
        String shown,
        @Nullable CodedText content) {

    enum Kind {
        OPENING,
        CLOSING,
        ALONE
    }

    InlineCode(int offset, Kind kind, int pair, String data, boolean ends, int index) {
        this(offset, kind, pair, data, ends, index, "", null);
    }

    InlineCode at(int newOffset) {
        return new InlineCode(newOffset, kind, pair, data, ends, index, shown, content);
    }

    InlineCode as(Kind newKind, int newPair) {
        return new InlineCode(offset, newKind, newPair, data, ends, index, shown, content);
    }
}
