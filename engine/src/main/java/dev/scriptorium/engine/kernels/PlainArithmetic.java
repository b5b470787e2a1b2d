package dev.scriptorium.engine.kernels;

import java.util.Arrays;

/** Loops for every JVM, and what the others are compared with. */
final class PlainArithmetic implements Arithmetic {

    @Override
    public void dotProducts(float[] query, int first, int width, long keys, int positions, float[] scores, int start) {
        int whole = BlockedKeys.padded(positions);
        Arrays.fill(scores, start, start + whole, 0);
        long at = keys;
        for (int block = start; block < start + whole; block += BlockedKeys.BLOCK) {
            for (int number = first; number < first + width; number++) {
                for (int i = 0; i < BlockedKeys.BLOCK; i++) {
                    scores[block + i] = Math.fma(query[number], Memory.getFloat(at, i), scores[block + i]);
                }
                at += 4L * BlockedKeys.BLOCK;
            }
        }
    }

    @Override
    public void softmax(float[] scores, int start, int positions) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = start; i < start + positions; i++) {
            largest = Math.max(largest, scores[i]);
        }
        float sum = 0;
        for (int i = start; i < start + positions; i++) {
            scores[i] = (float) Math.exp(scores[i] - largest);
            sum += scores[i];
        }
        for (int i = start; i < start + positions; i++) {
            scores[i] /= sum;
        }
    }

    @Override
    public void weightedSum(float[] weights, int start, int positions, long values, int width, long sum) {
        for (int i = 0; i < width; i++) {
            float total = 0;
            for (int position = 0; position < positions; position++) {
                total = Math.fma(
                        weights[start + position], Memory.getFloat(values, position * (long) width + i), total);
            }
            Memory.putFloat(sum, i, total);
        }
    }

    @Override
    public void dotProductsBf16(
            float[] query, int first, int width, long keys, int positions, float[] scores, int start) {
        int whole = BlockedKeys.padded(positions);
        Arrays.fill(scores, start, start + whole, 0);
        long word = 0;
        for (int block = start; block < start + whole; block += BlockedKeys.BLOCK) {
            for (int number = first; number < first + width; number += 2) {
                for (int i = block; i < block + BlockedKeys.BLOCK; i++) {
                    scores[i] = Math.fma(query[number], lower(keys, word), scores[i]);
                    scores[i] = Math.fma(query[number + 1], upper(keys, word), scores[i]);
                    word++;
                }
            }
        }
    }

    private static float lower(long address, long word) {
        return Float.intBitsToFloat(Memory.getInt(address, word) << 16);
    }

    private static float upper(long address, long word) {
        return Float.intBitsToFloat(Memory.getInt(address, word) & 0xFFFF0000);
    }

    @Override
    public void weightedSumBf16(float[] weights, int start, int positions, long values, int width, long sum) {
        int words = width / 2;
        for (int i = 0; i < words; i++) {
            float lower = 0;
            float upper = 0;
            for (int position = 0; position < positions; position++) {
                long word = (long) position * words + i;
                lower = Math.fma(weights[start + position], lower(values, word), lower);
                upper = Math.fma(weights[start + position], upper(values, word), upper);
            }
            Memory.putFloat(sum, i, lower);
            Memory.putFloat(sum, words + i, upper);
        }
    }

    @Override
    public float absMax(long elements, int count) {
        return absMax(elements, 0, count);
    }

    static float absMax(long elements, int first, int count) {
        float largest = 0;
        for (int i = first; i < count; i++) {
            largest = Math.max(largest, Math.abs(Memory.getFloat(elements, i)));
        }
        return largest;
    }

    @Override
    public void quantize(long elements, int count, float factor, long bytes) {
        quantize(elements, 0, count, factor, bytes);
    }

    static void quantize(long elements, int first, int count, float factor, long bytes) {
        for (int i = first; i < count; i++) {
            Memory.putByte(bytes, i, (int) Math.rint(Memory.getFloat(elements, i) * factor) + RowQuantizer.ZERO);
        }
    }

    @Override
    public float dequantizeBiasActivate(
            long elements, float scale, long bias, Nonlinearity nonlinearity, int count, long output) {
        return dequantizeBiasActivate(elements, scale, bias, nonlinearity, 0, count, output);
    }

    static float dequantizeBiasActivate(
            long elements, float scale, long bias, Nonlinearity nonlinearity, int first, int count, long output) {
        float largest = 0;
        for (int i = first; i < count; i++) {
            float number = Math.fma(Memory.getFloat(elements, i), scale, bias == 0 ? 0 : Memory.getFloat(bias, i));
            float bent = switch (nonlinearity) {
                case NONE -> number;
                case RELU -> Math.max(number, 0);
                case SILU -> number / (1 + (float) Math.exp(-number));
            };
            Memory.putFloat(output, i, bent);
            largest = Math.max(largest, Math.abs(bent));
        }
        return largest;
    }

    @Override
    public float dequantizeBiasAdd(long elements, float scale, long bias, long others, int count, long output) {
        return dequantizeBiasAdd(elements, scale, bias, others, 0, count, output) / count;
    }

    static float dequantizeBiasAdd(
            long elements, float scale, long bias, long others, int first, int count, long output) {
        float sum = 0;
        for (int i = first; i < count; i++) {
            float other = Memory.getFloat(others, i) + (bias == 0 ? 0 : Memory.getFloat(bias, i));
            float number = Math.fma(Memory.getFloat(elements, i), scale, other);
            Memory.putFloat(output, i, number);
            sum += number;
        }
        return sum;
    }

    @Override
    public float normalise(long elements, float mean, float epsilon, long gain, long shift, int count, long output) {
        float factor = factor(squares(elements, mean, 0, count), epsilon, count);
        return normalise(elements, mean, factor, gain, shift, 0, count, output);
    }

    static float factor(float squares, float epsilon, int count) {
        return (float) (1 / Math.sqrt(squares / count + epsilon));
    }

    static float squares(long elements, float mean, int first, int count) {
        float squares = 0;
        for (int i = first; i < count; i++) {
            float distance = Memory.getFloat(elements, i) - mean;
            squares += distance * distance;
        }
        return squares;
    }

    static float normalise(
            long elements, float mean, float factor, long gain, long shift, int first, int count, long output) {
        float largest = 0;
        for (int i = first; i < count; i++) {
            float number = Math.fma(
                    (Memory.getFloat(elements, i) - mean) * factor,
                    Memory.getFloat(gain, i),
                    Memory.getFloat(shift, i));
            Memory.putFloat(output, i, number);
            largest = Math.max(largest, Math.abs(number));
        }
        return largest;
    }

    @Override
    public void topK(long elements, int count, TopK best) {
        topK(elements, 0, count, best);
    }

    static void topK(long elements, int first, int count, TopK best) {
        for (int i = first; i < count; i++) {
            best.offer(Memory.getFloat(elements, i), i);
        }
    }

    @Override
    public float sumOfExponents(long elements, int count, float largest) {
        return sumOfExponents(elements, 0, count, largest);
    }

    static float sumOfExponents(long elements, int first, int count, float largest) {
        float sum = 0;
        for (int i = first; i < count; i++) {
            sum += (float) Math.exp(Memory.getFloat(elements, i) - largest);
        }
        return sum;
    }
}
