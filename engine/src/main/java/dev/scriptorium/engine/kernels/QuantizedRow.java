package dev.scriptorium.engine.kernels;

/**
 * How a row of elements becomes bytes: {@code number = scale * (byte - 128)}, with the largest number of the row as 127 or
 * -127. As no scale is shared by rows, a row does not depend on the others.
 */
final class QuantizedRow {

    private static final int LARGEST = 127;

    /** Keeps a row of zeros from being divided by zero. */
    private static final float SMALLEST_SCALE = 1e-30f;

    private QuantizedRow() {}

    static float scale(float largest) {
        return Math.max(largest / LARGEST, SMALLEST_SCALE);
    }
}
