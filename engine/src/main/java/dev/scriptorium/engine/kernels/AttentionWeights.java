package dev.scriptorium.engine.kernels;

import dev.scriptorium.engine.onnx.KernelCall;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Where attention writes how much each row attends to each position, the mean over some heads: {@code [rows, positions]},
 * row by row. Without positions nothing is computed.
 */
record AttentionWeights(MemorySegment memory, int positions) {

    static final AttentionWeights UNWANTED = new AttentionWeights(MemorySegment.NULL, 0);

    static AttentionWeights of(KernelCall.Input memory) {
        return new AttentionWeights(memory.data(), memory.size(1));
    }

    /**
     * Writes the first {@code count} positions of a row.
     *
     * @param scores of each head after the softmax, {@code capacity} places each
     */
    void write(int row, float[] scores, List<Integer> heads, int capacity, int count) {
        if (positions == 0) {
            return;
        }
        if (count > positions) {
            throw new IllegalArgumentException(count + " positions in memory for " + positions);
        }
        for (int position = 0; position < count; position++) {
            float sum = 0;
            for (int head : heads) {
                sum += scores[head * capacity + position];
            }
            memory.setAtIndex(ValueLayout.JAVA_FLOAT, (long) row * positions + position, sum / heads.size());
        }
    }
}
