package dev.scriptorium.engine.kernels;

import dev.scriptorium.engine.onnx.ElementKind;
import java.lang.foreign.MemorySegment;

/**
 * How the elements of one head lie in a slot. Keys are in blocks, see {@link BlockedKeys}; values lie position by position. Safe for
 * many threads.
 */
public enum KvLayout {
    FLOAT(ElementKind.FLOAT) {
        @Override
        public void key(long head, int width, int position, long source) {
            long first = BlockedKeys.first(position, width);
            for (int i = 0; i < width; i++) {
                Memory.putFloat(head, first + (long) i * BlockedKeys.BLOCK, Memory.getFloat(source, i));
            }
        }

        @Override
        public void value(long head, int width, int position, long source) {
            long bytes = (long) width * Float.BYTES;
            MemorySegment.copy(Memory.ALL, source, Memory.ALL, head + position * bytes, bytes);
        }

        @Override
        void dotProducts(float[] query, int first, int width, long keys, int positions, float[] scores, int start) {
            Arithmetic.BEST.dotProducts(query, first, width, keys, positions, scores, start);
        }

        @Override
        void weightedSum(float[] weights, int start, int positions, long values, int width, long sum) {
            Arithmetic.BEST.weightedSum(weights, start, positions, values, width, sum);
        }
    },

    /**
     * The upper halves of floats, rounded to even. Two elements share a word, so that they become floats without being moved:
     * neighbours of a key, and elements of a value that are half of it apart; the first is in the lower half.
     */
    BFLOAT16(ElementKind.BFLOAT16) {
        @Override
        public void key(long head, int width, int position, long source) {
            long first = BlockedKeys.first(position, width / 2);
            for (int i = 0; i < width; i += 2) {
                int word = pair(Memory.getFloat(source, i), Memory.getFloat(source, i + 1));
                Memory.putInt(head, first + (long) i / 2 * BlockedKeys.BLOCK, word);
            }
        }

        @Override
        public void value(long head, int width, int position, long source) {
            int words = width / 2;
            for (int i = 0; i < words; i++) {
                int word = pair(Memory.getFloat(source, i), Memory.getFloat(source, words + i));
                Memory.putInt(head, (long) position * words + i, word);
            }
        }

        @Override
        void dotProducts(float[] query, int first, int width, long keys, int positions, float[] scores, int start) {
            Arithmetic.BEST.dotProductsBf16(query, first, width, keys, positions, scores, start);
        }

        @Override
        void weightedSum(float[] weights, int start, int positions, long values, int width, long sum) {
            Arithmetic.BEST.weightedSumBf16(weights, start, positions, values, width, sum);
        }
    };

    private final ElementKind kind;

    KvLayout(ElementKind kind) {
        this.kind = kind;
    }

    public static KvLayout of(ElementKind kind) {
        return switch (kind) {
            case FLOAT -> FLOAT;
            case BFLOAT16 -> BFLOAT16;
            case UINT8, INT8, INT32, INT64, FLOAT16 ->
                throw new IllegalArgumentException("slots that Java reads hold no elements of kind " + kind);
        };
    }

    public ElementKind kind() {
        return kind;
    }

    /**
     * Writes a key.
     *
     * @param head address of the head's first position
     * @param width of the head, a multiple of 2
     * @param source address of its elements, as floats
     */
    public abstract void key(long head, int width, int position, long source);

    /** Writes a value; the parameters are those of {@link #key}. */
    public abstract void value(long head, int width, int position, long source);

    /** As {@link Arithmetic#dotProducts}. */
    abstract void dotProducts(float[] query, int first, int width, long keys, int positions, float[] scores, int start);

    /** As {@link Arithmetic#weightedSumtedSum}. */
    abstract void weightedSum(float[] weights, int start, int positions, long values, int width, long sum);

    private static int pair(float lower, float upper) {
        return rounded(lower) >>> 16 | rounded(upper) & 0xFFFF0000;
    }

    /** A float whose upper half is the nearest; what is not a number stays none. */
    private static int rounded(float number) {
        int bits = Float.floatToRawIntBits(number);
        return Float.isNaN(number) ? bits : bits + 0x7FFF + (bits >>> 16 & 1);
    }
}
