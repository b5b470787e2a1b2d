package dev.scriptorium.tokenizers;

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
}
