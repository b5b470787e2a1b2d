package dev.scriptorium.ingest.extraction.parse;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Tells by its bytes whether something is plain UTF-8 text, and if so, reads it. */
final class TextContent {

    private static final int LOOK_AT = 8 * 1024;

    private TextContent() {}

    /** The text, without a byte order mark; empty where the bytes are no UTF-8, or have signs of something else. */
    static Optional<String> utf8(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return looksBinary(text) ? Optional.empty() : Optional.of(withoutMark(text));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Whether the text is a document of another format, whatever it is called. */
    static boolean isAnotherFormat(String text) {
        String start =
                text.substring(0, Math.min(text.length(), 1024)).stripLeading().toLowerCase(Locale.ROOT);
        return start.startsWith("%pdf-")
                || start.startsWith("{\\rtf")
                || start.startsWith("<!doctype html")
                || start.startsWith("<html")
                || start.startsWith("<?xml");
    }

    static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** A few control characters are dirt in a text; a tenth of it is another thing. */
    static boolean looksBinary(String text) {
        int length = Math.min(text.length(), LOOK_AT);
        int controls = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f') {
                controls++;
            }
        }
        return controls * 10 > length;
    }
}
