package dev.scriptorium.engine.kernels;

import java.util.Arrays;

/** Loops for every JVM, and what the others are compared with. */
final class PlainArithmetic implements Arithmetic {

    @Override
    public void fit(float[] query, int first, int width, long keys, int places, float[] scores, int start) {
        int whole = KeyBlocks.whole(places);
        Arrays.fill(scores, start, start + whole, 0);
        long at = keys;
        for (int block = start; block < start + whole; block += KeyBlocks.PLACES) {
            for (int number = first; number < first + width; number++) {
                for (int i = 0; i < KeyBlocks.PLACES; i++) {
                    scores[block + i] = Math.fma(query[number], Memory.number(at, i), scores[block + i]);
                }
                at += 4L * KeyBlocks.PLACES;
            }
        }
    }

    @Override
    public void softmax(float[] scores, int start, int places) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = start; i < start + places; i++) {
            largest = Math.max(largest, scores[i]);
        }
        float sum = 0;
        for (int i = start; i < start + places; i++) {
            scores[i] = (float) Math.exp(scores[i] - largest);
            sum += scores[i];
        }
        for (int i = start; i < start + places; i++) {
            scores[i] /= sum;
        }
    }

    @Override
    public void weigh(float[] weights, int start, int places, long values, int width, long sum) {
        for (int i = 0; i < width; i++) {
            float total = 0;
            for (int place = 0; place < places; place++) {
                total = Math.fma(weights[start + place], Memory.number(values, place * (long) width + i), total);
            }
            Memory.number(sum, i, total);
        }
    }

    @Override
    public void fitPairs(float[] query, int first, int width, long keys, int places, float[] scores, int start) {
        int whole = KeyBlocks.whole(places);
        Arrays.fill(scores, start, start + whole, 0);
        long word = 0;
        for (int block = start; block < start + whole; block += KeyBlocks.PLACES) {
            for (int number = first; number < first + width; number += 2) {
                for (int i = block; i < block + KeyBlocks.PLACES; i++) {
                    scores[i] = Math.fma(query[number], lower(keys, word), scores[i]);
                    scores[i] = Math.fma(query[number + 1], upper(keys, word), scores[i]);
                    word++;
                }
            }
        }
    }

    private static float lower(long address, long word) {
        return Float.intBitsToFloat(Memory.bits(address, word) << 16);
    }

    private static float upper(long address, long word) {
        return Float.intBitsToFloat(Memory.bits(address, word) & 0xFFFF0000);
    }

    @Override
    public void weighPairs(float[] weights, int start, int places, long values, int width, long sum) {
        int words = width / 2;
        for (int i = 0; i < words; i++) {
            float lower = 0;
            float upper = 0;
            for (int place = 0; place < places; place++) {
                long word = (long) place * words + i;
                lower = Math.fma(weights[start + place], lower(values, word), lower);
                upper = Math.fma(weights[start + place], upper(values, word), upper);
            }
            Memory.number(sum, i, lower);
            Memory.number(sum, words + i, upper);
        }
    }

    @Override
    public float largest(long numbers, int count) {
        return largest(numbers, 0, count);
    }

    static float largest(long numbers, int first, int count) {
        float largest = 0;
        for (int i = first; i < count; i++) {
            largest = Math.max(largest, Math.abs(Memory.number(numbers, i)));
        }
        return largest;
    }

    @Override
    public void quantize(long numbers, int count, float factor, long bytes) {
        quantize(numbers, 0, count, factor, bytes);
    }

    static void quantize(long numbers, int first, int count, float factor, long bytes) {
        for (int i = first; i < count; i++) {
            Memory.octet(bytes, i, (int) Math.rint(Memory.number(numbers, i) * factor) + RowQuantizer.ZERO);
        }
    }

    @Override
    public float finish(long numbers, float scale, long bias, Nonlinearity nonlinearity, int count, long output) {
        return finish(numbers, scale, bias, nonlinearity, 0, count, output);
    }

    static float finish(
            long numbers, float scale, long bias, Nonlinearity nonlinearity, int first, int count, long output) {
        float largest = 0;
        for (int i = first; i < count; i++) {
            float number = Math.fma(Memory.number(numbers, i), scale, bias == 0 ? 0 : Memory.number(bias, i));
            float bent = switch (nonlinearity) {
                case NONE -> number;
                case RELU -> Math.max(number, 0);
                case SILU -> number / (1 + (float) Math.exp(-number));
            };
            Memory.number(output, i, bent);
            largest = Math.max(largest, Math.abs(bent));
        }
        return largest;
    }

    @Override
    public float add(long numbers, float scale, long bias, long others, int count, long output) {
        return add(numbers, scale, bias, others, 0, count, output) / count;
    }

    static float add(long numbers, float scale, long bias, long others, int first, int count, long output) {
        float sum = 0;
        for (int i = first; i < count; i++) {
            float other = Memory.number(others, i) + (bias == 0 ? 0 : Memory.number(bias, i));
            float number = Math.fma(Memory.number(numbers, i), scale, other);
            Memory.number(output, i, number);
            sum += number;
        }
        return sum;
    }

    @Override
    public float normalise(long numbers, float mean, float epsilon, long gain, long shift, int count, long output) {
        float factor = factor(squares(numbers, mean, 0, count), epsilon, count);
        return normalise(numbers, mean, factor, gain, shift, 0, count, output);
    }

    static float factor(float squares, float epsilon, int count) {
        return (float) (1 / Math.sqrt(squares / count + epsilon));
    }

    static float squares(long numbers, float mean, int first, int count) {
        float squares = 0;
        for (int i = first; i < count; i++) {
            float distance = Memory.number(numbers, i) - mean;
            squares += distance * distance;
        }
        return squares;
    }

    static float normalise(
            long numbers, float mean, float factor, long gain, long shift, int first, int count, long output) {
        float largest = 0;
        for (int i = first; i < count; i++) {
            float number = Math.fma(
                    (Memory.number(numbers, i) - mean) * factor, Memory.number(gain, i), Memory.number(shift, i));
            Memory.number(output, i, number);
            largest = Math.max(largest, Math.abs(number));
        }
        return largest;
    }

    @Override
    public void choose(long numbers, int count, Best best) {
        choose(numbers, 0, count, best);
    }

    static void choose(long numbers, int first, int count, Best best) {
        for (int i = first; i < count; i++) {
            best.offer(Memory.number(numbers, i), i);
        }
    }

    @Override
    public float sumOfExponents(long numbers, int count, float largest) {
        return sumOfExponents(numbers, 0, count, largest);
    }

    static float sumOfExponents(long numbers, int first, int count, float largest) {
        float sum = 0;
        for (int i = first; i < count; i++) {
            sum += (float) Math.exp(Memory.number(numbers, i) - largest);
        }
        return sum;
    }
}
