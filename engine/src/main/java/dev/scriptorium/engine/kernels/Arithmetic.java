package dev.scriptorium.engine.kernels;

/**
 * The inner loops of kernels, on 32-bit floats in {@link Memory} at addresses that the caller has checked, and in arrays.
 * Safe for many threads.
 */
interface Arithmetic {

    /** With the processor's vectors where this JVM can use them, else without. */
    Arithmetic BEST = Vectors.AVAILABLE ? new VectorArithmetic() : new PlainArithmetic();

    /**
     * How well each key fits a query: {@code scores[start + i] = query . key i}, for the first {@code positions} keys.
     *
     * @param query {@code [width]} from {@code first} on
     * @param keys in blocks, see {@link BlockedKeys}; there is capacity for the scores of whole blocks
     */
    void dotProducts(float[] query, int first, int width, long keys, int positions, float[] scores, int start);

    /** Softmax of {@code positions} scores, in their position, where there is capacity for those of whole blocks. */
    void softmax(float[] scores, int start, int positions);

    /**
     * Writes the sum of the first {@code positions} values, each times its weight.
     *
     * @param weights from {@code start} on
     * @param values {@code [positions, width]}
     * @param sum {@code [width]}
     */
    void weightedSum(float[] weights, int start, int positions, long values, int width, long sum);

    /** As {@link #dotProducts}, with two elements of a key in each word, see {@link KvLayout#BFLOAT16}. */
    void dotProductsBf16(float[] query, int first, int width, long keys, int positions, float[] scores, int start);

    /** As {@link #weightedSum}, with two elements of a value in each word. */
    void weightedSumBf16(float[] weights, int start, int positions, long values, int width, long sum);

    /** The largest absolute value. */
    float absMax(long elements, int count);

    /** Writes {@code round(number * factor) + 128} as bytes; halves are rounded to even. */
    void quantize(long elements, int count, float factor, long bytes);

    /**
     * Writes what a nonlinearity makes of {@code number * scale + bias}; gives the largest absolute value of it.
     *
     * @param bias 0 where there is none
     * @param output may be where the elements are
     */
    float dequantizeBiasActivate(
            long elements, float scale, long bias, Nonlinearity nonlinearity, int count, long output);

    /**
     * Writes {@code number * scale + bias + other}; gives the mean of it.
     *
     * @param bias 0 where there is none
     */
    float dequantizeBiasAdd(long elements, float scale, long bias, long others, int count, long output);

    /** Writes {@code (number - mean) / sqrt(variance + epsilon) * gain + shift}; gives the largest absolute value of it. */
    float normalise(long elements, float mean, float epsilon, long gain, long shift, int count, long output);

    /** Offers all elements that may be among the best, with their positions. */
    void topK(long elements, int count, TopK best);

    /** The sum of {@code exp(number - largest)}. */
    float sumOfExponents(long elements, int count, float largest);
}
