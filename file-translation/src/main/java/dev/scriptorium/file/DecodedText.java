package dev.scriptorium.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text file's characters, with what is needed to write it again.
 *
 * @param mark whether the file begins with a byte order mark, which is not part of the text
 */
record DecodedText(String text, Charset charset, boolean mark) {

    private static final Charset WINDOWS = Charset.forName("windows-1252");

    /** Of XML, of a web page, of a catalogue of gettext. */
    private static final Pattern DECLARED = Pattern.compile(
            "(?:<\\?xml\\b[^>]*\\bencoding|<meta\\b[^>]*\\bcharset|\"Content-Type:[^\"]*\\bcharset)\\s*=\\s*[\"']?([\\w.:-]+)",
            Pattern.CASE_INSENSITIVE);

    private static final int LONGEST_HEAD = 8192;
    private static final char ESCAPE = 0x1B;

    /** Of bytes that are UTF-8, UTF-16 with a mark or windows-1252. */
    static DecodedText of(byte[] bytes) {
        return of(bytes, Optional.empty());
    }

    /** Also of bytes in the charset that the file declares. */
    static DecodedText ofDeclared(byte[] bytes) {
        String head = new String(bytes, 0, Math.min(bytes.length, LONGEST_HEAD), StandardCharsets.ISO_8859_1);
        return of(bytes, declared(head));
    }

    private static DecodedText of(byte[] bytes, Optional<Charset> declared) {
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return marked(bytes, StandardCharsets.UTF_16BE);
        } else if (startsWith(bytes, 0xFF, 0xFE)) {
            return marked(bytes, StandardCharsets.UTF_16LE);
        }
        // ISO-2022-JP has no byte that UTF-8 has not, but escapes.
        return decoded(bytes, StandardCharsets.UTF_8)
                .filter(file -> declared.isEmpty() || file.text().indexOf(ESCAPE) < 0)
                .or(() -> declared.flatMap(charset -> decoded(bytes, charset)))
                .orElseGet(() -> new DecodedText(new String(bytes, WINDOWS), WINDOWS, false));
    }

    private static Optional<DecodedText> decoded(byte[] bytes, Charset charset) {
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            boolean mark = text.startsWith("\uFEFF");
            return Optional.of(new DecodedText(mark ? text.substring(1) : text, charset, mark));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Charset> declared(String head) {
        Matcher matcher = DECLARED.matcher(head);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String name = matcher.group(1).toLowerCase(Locale.ROOT);
        // Browsers read both names as windows-1252; a declaration that could be read is not in UTF-16.
        return name.equals("iso-8859-1") || name.equals("us-ascii") || name.startsWith("utf-16") || !isKnown(name)
                ? Optional.empty()
                : Optional.of(Charset.forName(name));
    }

    private static boolean isKnown(String charset) {
        try {
            return Charset.isSupported(charset);
        } catch (IllegalArgumentException noName) {
            return false;
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

    /** The file in UTF-8, without a mark, as its declaration says then. */
    byte[] toUtf8() {
        Matcher matcher = DECLARED.matcher(text);
        boolean declares = !charset.equals(StandardCharsets.UTF_8) && matcher.find();
        return (declares ? text.substring(0, matcher.start(1)) + "UTF-8" + text.substring(matcher.end(1)) : text)
                .getBytes(StandardCharsets.UTF_8);
    }
}
