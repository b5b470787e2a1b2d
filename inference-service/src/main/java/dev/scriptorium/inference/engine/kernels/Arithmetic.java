package dev.scriptorium.inference.engine.kernels;

/**
 * The inner loops of kernels, on 32-bit floats in {@link Memory} at addresses that the caller has checked, and in arrays.
 * Safe for many threads.
 */
interface Arithmetic {

    /** With the processor's vectors where this JVM can use them, else without. */
    static Arithmetic best() {
        return Vectors.AVAILABLE ? new VectorArithmetic() : new PlainArithmetic();
    }

    /**
     * How well each key fits a query: {@code scores[i] = query . key i}, for the first {@code places} keys.
     *
     * @param keys in blocks, see {@link KeyBlocks}; {@code scores} has room for whole blocks
     */
    void fit(float[] query, long keys, int places, float[] scores);

    /** Softmax of the first {@code places} scores, in their place. */
    void softmax(float[] scores, int places);

    /**
     * Writes the sum of the first {@code places} values, each times its weight.
     *
     * @param values {@code [places, width]}
     * @param sum {@code [width]}
     */
    void weigh(float[] weights, int places, long values, int width, long sum);
}
