package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.blob.BlobWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Writes characters to a blob in UTF-8. Fails with {@code BAD_REQUEST} on half of a surrogate pair. For one thread. */
final class Utf8Writer extends Writer {

    private static final int BUFFER = 1 << 13;

    private final BlobWriter blob;
    private final CharsetEncoder encoder = StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER);

    /** The first half of a pair whose second half comes with the next call; 0 without one. */
    private char half;

    Utf8Writer(BlobWriter blob) {
        this.blob = blob;
    }

    @Override
    public void write(char[] characters, int offset, int length) {
        if (length == 0) {
            return;
        }
        int from = offset;
        if (half != 0) {
            encode(CharBuffer.wrap(new char[] {half, characters[from]}));
            half = 0;
            from++;
        }
        int to = offset + length;
        if (to > from && Character.isHighSurrogate(characters[to - 1])) {
            half = characters[--to];
        }
        encode(CharBuffer.wrap(characters, from, to - from));
    }

    @Override
    public void flush() {
        // The blob is written in close.
    }

    @Override
    public void close() {
        if (half != 0) {
            throw unpaired();
        }
        drain();
    }

    private void encode(CharBuffer characters) {
        while (true) {
            CoderResult result = encoder.encode(characters, bytes, false);
            if (result.isError()) {
                throw unpaired();
            }
            if (result.isUnderflow()) {
                return;
            }
            drain();
        }
    }

    private void drain() {
        blob.write(bytes.array(), 0, bytes.position());
        bytes.clear();
    }

    private static RuntimeException unpaired() {
        return JsonBody.bad("A text must be valid Unicode; this one has an unpaired surrogate.");
    }
}
