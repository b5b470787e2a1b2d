package dev.scriptorium.engine.layers;

import dev.scriptorium.engine.files.Tensor;
import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.Processor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Weights {@code [rows, length]} as bytes, each row with a scale of its own. Safe for many threads.
 *
 * @param bytes row by row
 * @param scales {@code [rows]}
 */
public record QuantizedRows(byte[] bytes, Tensor scales, int length) {

    static final int LARGEST = 127;

    /** Rows that are turned into columns together, so that columns are written in runs. */
    private static final int TOGETHER = 64;

    public static QuantizedRows of(Tensor weight) {
        int count = weight.shape()[0];
        int length = weight.shape()[1];
        int zero = zero();
        byte[] bytes = new byte[Math.multiplyExact(count, length)];
        Tensor scales = Tensor.allocate(count);
        FloatBuffer values = weight.values().duplicate();
        float[] row = new float[length];
        int[] rounded = new int[length];
        for (int i = 0; i < count; i++) {
            values.get(row);
            float scale = largest(row) / LARGEST;
            float factor = scale == 0 ? 0 : 1 / scale;
            scales.values().put(i, scale);
            // Two loops, each of which the compiler makes vectors of; one of both it does not.
            for (int column = 0; column < length; column++) {
                rounded[column] = Math.round(row[column] * factor) + zero;
            }
            int start = i * length;
            for (int column = 0; column < length; column++) {
                bytes[start + column] = (byte) rounded[column];
            }
        }
        return new QuantizedRows(bytes, scales, length);
    }

    /** How bytes are read. */
    public static ElementKind kind() {
        return Processor.multipliesSignedBytes() ? ElementKind.INT8 : ElementKind.UINT8;
    }

    /** The byte that stands for 0. */
    static int zero() {
        return Processor.multipliesSignedBytes() ? 0 : 128;
    }

    private static float largest(float[] row) {
        float largest = 0;
        for (float value : row) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** All rows as columns, {@code [length, rows]}, direct. */
    ByteBuffer columns() {
        ByteBuffer columns = ByteBuffer.allocateDirect(bytes.length);
        int[] all = new int[bytes.length / length];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        columns(all, all.length, MemorySegment.ofBuffer(columns));
        return columns;
    }

    /** The first {@code count} of the chosen rows as columns, {@code [length, count]}. */
    public void columns(int[] chosen, int count, MemorySegment target) {
        byte[] block = new byte[length * TOGETHER];
        for (int first = 0; first < count; first += TOGETHER) {
            int some = Math.min(TOGETHER, count - first);
            for (int i = 0; i < some; i++) {
                int start = chosen[first + i] * length;
                for (int column = 0; column < length; column++) {
                    block[column * TOGETHER + i] = bytes[start + column];
                }
            }
            for (int column = 0; column < length; column++) {
                MemorySegment.copy(
                        block, column * TOGETHER, target, ValueLayout.JAVA_BYTE, (long) column * count + first, some);
            }
        }
    }
}
