package dev.scriptorium.engine.kernels;

/**
 * The inner loops of kernels, on 32-bit floats in {@link Memory} at addresses that the caller has checked, and in arrays.
 * Safe for many threads.
 */
interface Arithmetic {

    /** With the processor's vectors where this JVM can use them, else without. */
    Arithmetic BEST = Vectors.AVAILABLE ? new VectorArithmetic() : new PlainArithmetic();

    /**
     * How well each key fits a query: {@code scores[start + i] = query . key i}, for the first {@code places} keys.
     *
     * @param query {@code [width]} from {@code first} on
     * @param keys in blocks, see {@link KeyBlocks}; there is room for the scores of whole blocks
     */
    void fit(float[] query, int first, int width, long keys, int places, float[] scores, int start);

    /** Softmax of {@code places} scores, in their place, where there is room for those of whole blocks. */
    void softmax(float[] scores, int start, int places);

    /**
     * Writes the sum of the first {@code places} values, each times its weight.
     *
     * @param weights from {@code start} on
     * @param values {@code [places, width]}
     * @param sum {@code [width]}
     */
    void weigh(float[] weights, int start, int places, long values, int width, long sum);

    /** As {@link #fit}, with two numbers of a key in each word, see {@link SlotNumbers#BFLOAT16}. */
    void fitPairs(float[] query, int first, int width, long keys, int places, float[] scores, int start);

    /** As {@link #weigh}, with two numbers of a value in each word. */
    void weighPairs(float[] weights, int start, int places, long values, int width, long sum);

    /** The largest absolute value. */
    float largest(long numbers, int count);

    /** Writes {@code round(number * factor) + 128} as bytes; halves are rounded to even. */
    void quantize(long numbers, int count, float factor, long bytes);

    /**
     * Writes what a nonlinearity makes of {@code number * scale + bias}; gives the largest absolute value of it.
     *
     * @param bias 0 where there is none
     * @param output may be where the numbers are
     */
    float finish(long numbers, float scale, long bias, Nonlinearity nonlinearity, int count, long output);

    /**
     * Writes {@code number * scale + bias + other}; gives the mean of it.
     *
     * @param bias 0 where there is none
     */
    float add(long numbers, float scale, long bias, long others, int count, long output);

    /** Writes {@code (number - mean) / sqrt(variance + epsilon) * gain + shift}; gives the largest absolute value of it. */
    float normalise(long numbers, float mean, float epsilon, long gain, long shift, int count, long output);

    /** Offers all numbers that may be among the best, with their places. */
    void choose(long numbers, int count, Best best);

    /** The sum of {@code exp(number - largest)}. */
    float sumOfExponents(long numbers, int count, float largest);
}
