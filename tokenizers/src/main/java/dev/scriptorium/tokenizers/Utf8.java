package dev.scriptorium.tokenizers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/** Where characters begin and end in UTF-8 bytes that are well formed. */
final class Utf8 {

    private Utf8() {}

    /** Bytes of the character that begins with this byte. */
    static int length(byte first) {
        int value = first & 0xFF;
        if (value < 0xC0) {
            return 1;
        }
        return value < 0xE0 ? 2 : value < 0xF0 ? 3 : 4;
    }

    /** The text of bytes. As in SentencePiece, each byte that belongs to no whole character becomes a U+FFFD. */
    static String text(byte[] bytes) {
        CharsetDecoder decoder = UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isMalformed()) {
            in.position(in.position() + result.length());
            out.put("\uFFFD".repeat(result.length()));
            result = decoder.decode(in, out, true);
        }
        return out.flip().toString();
    }
}
