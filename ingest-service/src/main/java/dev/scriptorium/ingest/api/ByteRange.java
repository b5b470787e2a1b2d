package dev.scriptorium.ingest.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.input.BoundedInputStream;

/** What a Range header asks for (RFC 9110, section 14). Several ranges, and what is no range, are passed over. */
sealed interface ByteRange {

    Pattern RANGE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    record Whole() implements ByteRange {}

    record Unsatisfiable() implements ByteRange {}

    /**
     * A part.
     *
     * @param last inclusive
     */
    record Part(long first, long last) implements ByteRange {}

    static ByteRange parse(String header, long size) {
        Matcher range = RANGE.matcher(header);
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            return new Whole();
        }
        if (range.group(1).isEmpty()) {
            long length = Long.parseLong(range.group(2));
            return length == 0 || size == 0 ? new Unsatisfiable() : new Part(Math.max(0, size - length), size - 1);
        }
        long first = Long.parseLong(range.group(1));
        long last = range.group(2).isEmpty() ? size - 1 : Long.parseLong(range.group(2));
        if (last < first && !range.group(2).isEmpty()) {
            return new Whole();
        }
        return first >= size ? new Unsatisfiable() : new Part(first, Math.min(last, size - 1));
    }

    /** The bytes from one to another, inclusive. Closing it closes the stream that it reads. */
    static InputStream of(InputStream bytes, long first, long last) {
        try {
            bytes.skipNBytes(first);
            return BoundedInputStream.builder()
                    .setInputStream(bytes)
                    .setMaxCount(last - first + 1)
                    .get();
        } catch (IOException e) {
            throw new UncheckedIOException("The bytes " + first + " to " + last + " of a file", e);
        }
    }
}
