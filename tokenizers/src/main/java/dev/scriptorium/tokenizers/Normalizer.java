package dev.scriptorium.tokenizers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * What SentencePiece does to a text before it looks for pieces; gives UTF-8 bytes in which ▁ stands for a space.
 *
 * @param characters replacements of characters, such as NFKC
 * @param symbols runs that stay as they are, whatever the replacements say
 * @param dummyPrefix the text begins as if a space stood before it
 * @param removeExtraSpaces spaces at the ends are dropped, runs of spaces become one
 * @param escapeSpaces spaces become ▁
 */
record Normalizer(
        CharacterMap characters,
        PieceTrie symbols,
        boolean dummyPrefix,
        boolean removeExtraSpaces,
        boolean escapeSpaces) {

    static final String SPACE_SYMBOL = "\u2581";

    private static final byte[] ESCAPED = SPACE_SYMBOL.getBytes(UTF_8);
    private static final byte[] PLAIN = {' '};

    byte[] normalize(String text) {
        byte[] input = text.getBytes(UTF_8);
        ByteArrayOutputStream output = new ByteArrayOutputStream(input.length + input.length / 4);
        byte[] space = escapeSpaces ? ESCAPED : PLAIN;
        boolean afterSpace = removeExtraSpaces;
        boolean empty = true;
        int position = 0;
        while (position < input.length) {
            CharacterMap.Match match = replaced(input, position);
            byte[] piece = match.replacement();
            position += match.length();
            int start = 0;
            while (afterSpace && start < piece.length && piece[start] == ' ') {
                start++;
            }
            if (start < piece.length) {
                if (empty && dummyPrefix) {
                    output.writeBytes(space);
                }
                empty = false;
                for (int i = start; i < piece.length; i++) {
                    if (piece[i] == ' ') {
                        output.writeBytes(space);
                    } else {
                        output.write(piece[i]);
                    }
                }
                afterSpace = piece[piece.length - 1] == ' ';
            }
            afterSpace &= removeExtraSpaces;
        }
        return removeExtraSpaces ? withoutTrailing(output.toByteArray(), space) : output.toByteArray();
    }

    private CharacterMap.Match replaced(byte[] input, int position) {
        int symbol = symbols.longest(input, position);
        if (symbol == 0) {
            CharacterMap.Match match = characters.longest(input, position);
            if (match.length() > 0) {
                return match;
            }
        }
        int length = symbol > 0 ? symbol : Utf8.length(input[position]);
        return new CharacterMap.Match(length, Arrays.copyOfRange(input, position, position + length));
    }

    private static byte[] withoutTrailing(byte[] text, byte[] space) {
        int end = text.length;
        while (end >= space.length && Arrays.equals(text, end - space.length, end, space, 0, space.length)) {
            end -= space.length;
        }
        return Arrays.copyOf(text, end);
    }
}
