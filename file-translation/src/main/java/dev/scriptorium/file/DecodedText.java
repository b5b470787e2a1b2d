package dev.scriptorium.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * A text file's characters, with what is needed to write it again.
 *
 * @param mark whether the file begins with a byte order mark, which is not part of the text
 */
record DecodedText(String text, Charset charset, boolean mark) {

    private static final Charset WINDOWS = Charset.forName("windows-1252");

    static DecodedText of(byte[] bytes) {
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return marked(bytes, StandardCharsets.UTF_16BE);
        } else if (startsWith(bytes, 0xFF, 0xFE)) {
            return marked(bytes, StandardCharsets.UTF_16LE);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            boolean mark = text.startsWith("\uFEFF");
            return new DecodedText(mark ? text.substring(1) : text, StandardCharsets.UTF_8, mark);
        } catch (CharacterCodingException e) {
            return new DecodedText(new String(bytes, WINDOWS), WINDOWS, false);
        }
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
    }

    private static DecodedText marked(byte[] bytes, Charset charset) {
        return new DecodedText(new String(bytes, 2, bytes.length - 2, charset), charset, true);
    }

    /** Another text in the same form; in UTF-8 where the charset lacks a character of it. */
    byte[] encode(String other) {
        Charset target = charset.newEncoder().canEncode(other) ? charset : StandardCharsets.UTF_8;
        return ((mark ? "\uFEFF" : "") + other).getBytes(target);
    }
}
