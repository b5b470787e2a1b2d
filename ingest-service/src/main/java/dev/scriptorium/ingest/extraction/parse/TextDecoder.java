package dev.scriptorium.ingest.extraction.parse;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.apache.tika.parser.txt.CharsetDetector;
import org.apache.tika.parser.txt.CharsetMatch;

/**
 * Decodes text in any charset. A byte order mark wins; then a declared charset that fits the bytes; then UTF-8 wherever
 * all bytes are valid UTF-8. Only what is left is guessed, and a short text is never guessed to be in a rare charset.
 */
final class TextDecoder {

    /** What browsers read where ISO-8859-1 or ASCII is declared (WHATWG Encoding, section 4.2). */
    static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** Bytes beyond ASCII that a statistical guess needs: below it, it took German for Cyrillic. */
    private static final int ENOUGH_TO_GUESS = 24;

    private static final int LEAST_CONFIDENCE = 40;

    /** Characters of windows-1252 beyond letters that stand at the borders of words in ordinary text. */
    private static final String PUNCTUATION = "€‚ƒ„…†‡‰‹‘’“”•–—™›¡£¥§©«°±²³·»¿×÷®´ªº¼½¾\u00A0\u00AD";

    String decode(byte[] bytes) {
        return decode(bytes, Optional.empty());
    }

    /** @param declared as a header or a tag names the charset; ignored where the bytes cannot be in it */
    String decode(byte[] bytes, Optional<String> declared) {
        Charset charset = charset(bytes, declared);
        return TextContent.withoutMark(new String(bytes, charset));
    }

    private static Charset charset(byte[] bytes, Optional<String> declared) {
        Optional<Charset> marked = byteOrderMark(bytes);
        if (marked.isPresent()) {
            return marked.get();
        }
        Optional<Charset> named = declared.flatMap(TextDecoder::named);
        boolean utf8 = isValid(bytes, StandardCharsets.UTF_8);
        if (named.isPresent() && (!utf8 || isSevenBit(named.get()) || isMultiByte(named.get()))) {
            // A charset that the bytes contradict was declared by mistake.
            if (isValid(bytes, named.get()) || !utf8 && named.get().equals(WINDOWS_1252)) {
                return named.get();
            }
        }
        return utf8 ? StandardCharsets.UTF_8 : guess(bytes);
    }

    private static Optional<Charset> byteOrderMark(byte[] bytes) {
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return Optional.of(StandardCharsets.UTF_8);
        } else if (startsWith(bytes, 0xFF, 0xFE, 0, 0)) {
            return Optional.of(StandardCharsets.UTF_32LE);
        } else if (startsWith(bytes, 0, 0, 0xFE, 0xFF)) {
            return Optional.of(StandardCharsets.UTF_32BE);
        } else if (startsWith(bytes, 0xFF, 0xFE)) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        return startsWith(bytes, 0xFE, 0xFF) ? Optional.of(StandardCharsets.UTF_16BE) : Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        if (bytes.length < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if ((bytes[i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return true;
    }

    /** A charset by the name that senders use for it; empty where Java has none, or none that holds ASCII. */
    private static Optional<Charset> named(String name) {
        String plain = name.strip().replaceAll("[\"']", "").toLowerCase(Locale.ROOT);
        String known = switch (plain) {
            case "iso-8859-1", "iso8859-1", "latin1", "us-ascii", "ascii", "ansi", "iso_8859-1" -> "windows-1252";
            case "iso-8859-9", "latin5" -> "windows-1254";
            case "iso-8859-11", "tis-620" -> "windows-874";
            case "gb2312", "gbk", "gb_2312-80", "x-gbk" -> "GB18030";
            case "ks_c_5601-1987", "euc-kr", "ksc5601", "korean" -> "x-windows-949";
            case "shift_jis", "shift-jis", "sjis", "x-sjis" -> "windows-31j";
            case "utf8", "unicode-1-1-utf-8" -> "UTF-8";
            case "iso-8859-8-i" -> "ISO-8859-8";
            default -> plain;
        };
        try {
            Charset charset = Charset.forName(known);
            boolean holdsAscii = new String("<a>".getBytes(StandardCharsets.US_ASCII), charset).equals("<a>");
            return holdsAscii ? Optional.of(charset) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Escape sequences in ASCII: such bytes are valid UTF-8 as well. */
    private static boolean isSevenBit(Charset charset) {
        return charset.name().startsWith("ISO-2022") || charset.name().startsWith("x-ISO-2022");
    }

    /** Two bytes of these are at times a valid character of UTF-8. */
    private static boolean isMultiByte(Charset charset) {
        return !charset.equals(StandardCharsets.UTF_8)
                && charset.canEncode()
                && charset.newEncoder().maxBytesPerChar() > 1.5f;
    }

    static boolean isValid(byte[] bytes, Charset charset) {
        try {
            charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static Charset guess(byte[] bytes) {
        Optional<Charset> wide = withoutMark(bytes);
        if (wide.isPresent()) {
            return wide.get();
        }
        int beyondAscii = 0;
        for (byte octet : bytes) {
            beyondAscii += octet < 0 ? 1 : 0;
        }
        boolean western = looksWestern(new String(bytes, WINDOWS_1252));
        if (western && beyondAscii < ENOUGH_TO_GUESS) {
            return WINDOWS_1252;
        }
        Optional<Charset> ideographs = western ? Optional.empty() : EastAsianCharsets.of(bytes);
        if (ideographs.isPresent()) {
            return ideographs.get();
        }
        return detected(bytes, western).orElse(WINDOWS_1252);
    }

    /** UTF-16 without a mark: every second byte of text in Latin letters is zero. */
    private static Optional<Charset> withoutMark(byte[] bytes) {
        int looked = Math.min(bytes.length, 4096) & ~1;
        int[] zeros = new int[2];
        for (int i = 0; i < looked; i++) {
            zeros[i & 1] += bytes[i] == 0 ? 1 : 0;
        }
        if (looked >= 8 && zeros[0] > looked / 4 && zeros[1] < looked / 20) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return looked >= 8 && zeros[1] > looked / 4 && zeros[0] < looked / 20
                ? Optional.of(StandardCharsets.UTF_16LE)
                : Optional.empty();
    }

    /** What the statistics of ICU say, unless they are unsure, or say Latin-1 in one of its names. */
    private static Optional<Charset> detected(byte[] bytes, boolean western) {
        CharsetDetector detector = new CharsetDetector();
        detector.setText(bytes.length > 64 * 1024 ? java.util.Arrays.copyOf(bytes, 64 * 1024) : bytes);
        CharsetMatch[] matches = detector.detectAll();
        for (CharsetMatch match : matches == null ? new CharsetMatch[0] : matches) {
            Optional<Charset> charset = charset(match.getName());
            if (charset.isEmpty() || match.getConfidence() < (western ? LEAST_CONFIDENCE : 1)) {
                continue;
            }
            if (charset.get().equals(WINDOWS_1252)) {
                if (western) {
                    return charset;
                }
            } else if (isValid(bytes, charset.get()) && fits(new String(bytes, charset.get()), charset.get())) {
                return charset;
            }
        }
        return Optional.empty();
    }

    private static Optional<Charset> charset(String detected) {
        String name = switch (detected) {
            case "ISO-8859-1", "windows-1252" -> "windows-1252";
            case "Shift_JIS" -> "windows-31j";
            case "EUC-KR" -> "x-windows-949";
            default ->
                detected.startsWith("IBM4") || detected.startsWith("UTF-16") || detected.startsWith("UTF-32")
                        ? ""
                        : detected;
        };
        return name.isEmpty() || !Charset.isSupported(name) ? Optional.empty() : Optional.of(Charset.forName(name));
    }

    /** Decoded text that has control characters, or very rare ideographs, was in another charset. */
    private static boolean fits(String text, Charset charset) {
        int odd = 0;
        int beyondAscii = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                continue;
            }
            beyondAscii++;
            boolean control = c < 0xA0;
            boolean rare = isMultiByte(charset)
                    && !(c >= 0x3000 && c <= 0x30FF)
                    && !(c >= 0x4E00 && c <= 0x9FFF)
                    && !(c >= 0xAC00 && c <= 0xD7A3)
                    && !(c >= 0xFF00 && c <= 0xFF60)
                    && !(c >= 0x2010 && c <= 0x2030);
            odd += control || rare ? 1 : 0;
        }
        return odd * 10 <= beyondAscii;
    }

    /**
     * Whether text that was decoded as windows-1252 reads like a western European language: letters beyond ASCII stand
     * alone among others, and signs stand at the borders of words. Cyrillic, Czech and Japanese bytes look otherwise.
     */
    private static boolean looksWestern(String text) {
        int good = 0;
        int bad = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                continue;
            }
            char before = i > 0 ? text.charAt(i - 1) : ' ';
            char after = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
            if (Character.isLetter(c) && c != 'ª' && c != 'º' && c != 'ƒ' && c != 'µ') {
                boolean run =
                        before >= 0xC0 && Character.isLetter(before) && after >= 0xC0 && Character.isLetter(after);
                boolean capitalInside = Character.isUpperCase(c) && Character.isLowerCase(before);
                if (run || capitalInside) {
                    bad++;
                } else {
                    good++;
                }
            } else if (PUNCTUATION.indexOf(c) >= 0) {
                boolean inside = Character.isLetter(before) && Character.isLetter(after);
                boolean mayBeInside = "’‘–—\u00A0\u00AD·".indexOf(c) >= 0;
                if (inside && !mayBeInside || before >= 0x80 && after >= 0x80) {
                    bad++;
                } else {
                    good++;
                }
            } else {
                bad++;
            }
        }
        return bad * 4 <= good;
    }
}
