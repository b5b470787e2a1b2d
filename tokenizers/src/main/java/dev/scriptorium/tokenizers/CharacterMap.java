package dev.scriptorium.tokenizers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;

/**
 * SentencePiece's precompiled character map: replaces the longest run of bytes that it knows at a position.
 *
 * <p>Layout: 4 bytes length of a Darts double array, the array as 32-bit units, then replacement strings that end with
 * zero bytes. All numbers are little endian. Every index is checked, so a damaged map maps nothing or fails as
 * {@link IllegalArgumentException}.
 *
 * @see <a href="https://github.com/s-yata/darts-clone">Darts-clone, whose units these are</a>
 */
final class CharacterMap {

    /** Maps nothing: the identity. */
    static final CharacterMap EMPTY = new CharacterMap(new int[0], new byte[0]);

    private final int[] units;
    private final byte[] replacements;

    private CharacterMap(int[] units, byte[] replacements) {
        this.units = units;
        this.replacements = replacements;
    }

    /** @param bytes the map's bytes; none are the identity */
    static CharacterMap of(byte[] bytes) {
        if (bytes.length == 0) {
            return EMPTY;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int trieBytes = bytes.length < 4 ? -1 : buffer.getInt();
        if (trieBytes <= 0 || trieBytes % 4 != 0 || trieBytes > bytes.length - 4) {
            throw new IllegalArgumentException("the character map is cut off");
        }
        int[] units = new int[trieBytes / 4];
        buffer.asIntBuffer().get(units);
        return new CharacterMap(units, Arrays.copyOfRange(bytes, 4 + trieBytes, bytes.length));
    }

    /**
     * The longest known run at a position.
     *
     * @param length how many bytes it has
     * @param replacement what stands for them
     */
    record Match(int length, byte[] replacement) {}

    /** The longest known run that begins at {@code start}, of length 0 where there is none. */
    Match longest(byte[] text, int start) {
        int length = 0;
        int value = -1;
        int node = units.length == 0 ? -1 : offset(units[0]);
        for (int i = start; i < text.length && node >= 0; i++) {
            int label = text[i] & 0xFF;
            node ^= label;
            if (node < 0 || node >= units.length || (units[node] & 0x800000FF) != label) {
                break;
            }
            int unit = units[node];
            node ^= offset(unit);
            if ((unit >>> 8 & 1) == 1 && node >= 0 && node < units.length) {
                length = i - start + 1;
                value = units[node] & 0x7FFFFFFF;
            }
        }
        return length == 0 ? new Match(0, new byte[0]) : new Match(length, replacement(value));
    }

    /**
     * Follows every way through the map, for readers that do not look where they go.
     *
     * @throws IllegalArgumentException where one leads outside
     */
    void check() {
        String text = new String(replacements, UTF_8);
        require(Arrays.equals(text.getBytes(UTF_8), replacements), "holds replacements that are no UTF-8");
        BitSet seen = new BitSet();
        Deque<Integer> waiting = new ArrayDeque<>();
        if (units.length > 0) {
            waiting.add(offset(units[0]));
        }
        while (!waiting.isEmpty()) {
            int node = waiting.remove();
            // Any byte may come next, and is combined with the node by exclusive or.
            require(node >= 0 && (node | 0xFF) < units.length, "points outside itself");
            for (int label = 1; label < 256; label++) {
                int unit = units[node ^ label];
                if ((unit & 0x800000FF) == label && !seen.get(node ^ label)) {
                    seen.set(node ^ label);
                    int next = node ^ label ^ offset(unit);
                    waiting.add(next);
                    if ((unit >>> 8 & 1) == 1) {
                        require(next >= 0 && next < units.length, "points outside itself");
                        int value = units[next] & 0x7FFFFFFF;
                        require(
                                value < replacements.length && (replacements[value] & 0xC0) != 0x80,
                                "cuts a character");
                    }
                }
            }
        }
    }

    private static void require(boolean holds, String fault) {
        if (!holds) {
            throw new IllegalArgumentException("the character map " + fault);
        }
    }

    private static int offset(int unit) {
        return unit >>> 10 << ((unit & 1 << 9) >>> 6);
    }

    private byte[] replacement(int start) {
        int end = start;
        while (end < replacements.length && replacements[end] != 0) {
            end++;
        }
        if (end >= replacements.length) {
            throw new IllegalArgumentException("the character map points outside itself");
        }
        return Arrays.copyOfRange(replacements, start, end);
    }
}
