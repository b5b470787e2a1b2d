package dev.scriptorium.engine.kernels;

import dev.scriptorium.engine.onnx.ElementKind;
import java.lang.foreign.MemorySegment;

/**
 * How the numbers of one head lie in a slot. Keys are in blocks, see {@link KeyBlocks}; values lie place by place. Safe for
 * many threads.
 */
public enum SlotNumbers {
    FLOAT(ElementKind.FLOAT) {
        @Override
        public void key(long head, int width, int place, long source) {
            long first = KeyBlocks.first(place, width);
            for (int i = 0; i < width; i++) {
                Memory.number(head, first + (long) i * KeyBlocks.PLACES, Memory.number(source, i));
            }
        }

        @Override
        public void value(long head, int width, int place, long source) {
            long bytes = (long) width * Float.BYTES;
            MemorySegment.copy(Memory.ALL, source, Memory.ALL, head + place * bytes, bytes);
        }

        @Override
        void fit(float[] query, int first, int width, long keys, int places, float[] scores, int start) {
            Arithmetic.BEST.fit(query, first, width, keys, places, scores, start);
        }

        @Override
        void weigh(float[] weights, int start, int places, long values, int width, long sum) {
            Arithmetic.BEST.weigh(weights, start, places, values, width, sum);
        }
    },

    /**
     * The upper halves of floats, rounded to even. Two numbers share a word, so that they become floats without being moved:
     * of a key those that follow each other, of a value those that are half of it apart, the first in the lower half.
     */
    BFLOAT16(ElementKind.BFLOAT16) {
        @Override
        public void key(long head, int width, int place, long source) {
            long first = KeyBlocks.first(place, width / 2);
            for (int i = 0; i < width; i += 2) {
                int word = pair(Memory.number(source, i), Memory.number(source, i + 1));
                Memory.bits(head, first + (long) i / 2 * KeyBlocks.PLACES, word);
            }
        }

        @Override
        public void value(long head, int width, int place, long source) {
            int words = width / 2;
            for (int i = 0; i < words; i++) {
                int word = pair(Memory.number(source, i), Memory.number(source, words + i));
                Memory.bits(head, (long) place * words + i, word);
            }
        }

        @Override
        void fit(float[] query, int first, int width, long keys, int places, float[] scores, int start) {
            Arithmetic.BEST.fitPairs(query, first, width, keys, places, scores, start);
        }

        @Override
        void weigh(float[] weights, int start, int places, long values, int width, long sum) {
            Arithmetic.BEST.weighPairs(weights, start, places, values, width, sum);
        }
    };

    private final ElementKind kind;

    SlotNumbers(ElementKind kind) {
        this.kind = kind;
    }

    public static SlotNumbers of(ElementKind kind) {
        return switch (kind) {
            case FLOAT -> FLOAT;
            case BFLOAT16 -> BFLOAT16;
            case UINT8, INT8, INT32, INT64, FLOAT16 ->
                throw new IllegalArgumentException("slots that Java reads hold no numbers of kind " + kind);
        };
    }

    public ElementKind kind() {
        return kind;
    }

    /**
     * Writes a key.
     *
     * @param head address of the head's first place
     * @param width of the head, a multiple of 2
     * @param source address of its numbers, as floats
     */
    public abstract void key(long head, int width, int place, long source);

    /** Writes a value; the parameters are those of {@link #key}. */
    public abstract void value(long head, int width, int place, long source);

    /** As {@link Arithmetic#fit}. */
    abstract void fit(float[] query, int first, int width, long keys, int places, float[] scores, int start);

    /** As {@link Arithmetic#weigh}. */
    abstract void weigh(float[] weights, int start, int places, long values, int width, long sum);

    private static int pair(float lower, float upper) {
        return rounded(lower) >>> 16 | rounded(upper) & 0xFFFF0000;
    }

    /** A float whose upper half is the nearest; what is not a number stays none. */
    private static int rounded(float number) {
        int bits = Float.floatToRawIntBits(number);
        return Float.isNaN(number) ? bits : bits + 0x7FFF + (bits >>> 16 & 1);
    }
}
