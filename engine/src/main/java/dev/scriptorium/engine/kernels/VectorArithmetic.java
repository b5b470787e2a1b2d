package dev.scriptorium.engine.kernels;

import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Loops on the widest vectors that the processor has. */
final class VectorArithmetic implements Arithmetic {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() > BlockedKeys.BLOCK
            ? FloatVector.SPECIES_512
            : FloatVector.SPECIES_PREFERRED;

    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SPECIES.vectorShape());

    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / Float.BYTES));

    /** Added to a number below 2^22, it leaves the nearest whole number, halves to even, in the last bits. */
    private static final float ROUNDING = 3 << 22;

    private static final int LANES = SPECIES.length();
    private static final VectorShuffle<Float> BY_8 = turned(8);
    private static final VectorShuffle<Float> BY_4 = turned(4);
    private static final VectorShuffle<Float> BY_2 = turned(2);
    private static final VectorShuffle<Float> BY_1 = turned(1);

    private static final int VECTOR_BYTES = LANES * Float.BYTES;
    private static final int BLOCK_ROW_BYTES = BlockedKeys.BLOCK * Float.BYTES;

    private static FloatVector load(long address) {
        return FloatVector.fromMemorySegment(SPECIES, Memory.ALL, address, ByteOrder.nativeOrder());
    }

    private static void store(FloatVector vector, long address) {
        vector.intoMemorySegment(Memory.ALL, address, ByteOrder.nativeOrder());
    }

    private static FloatVector all(float number) {
        return FloatVector.broadcast(SPECIES, number);
    }

    @Override
    public void dotProducts(float[] query, int first, int width, long keys, int positions, float[] scores, int start) {
        for (int block = 0; block < positions; block += BlockedKeys.BLOCK) {
            for (int part = 0; part < BlockedKeys.BLOCK; part += LANES) {
                long at = keys + ((long) block * width + part) * Float.BYTES;
                // Two sums, so that an addition need not wait for the one before.
                FloatVector even = all(0);
                FloatVector odd = even;
                int i = 0;
                for (; i < width - 1; i += 2) {
                    even = load(at).fma(all(query[first + i]), even);
                    odd = load(at + BLOCK_ROW_BYTES).fma(all(query[first + i + 1]), odd);
                    at += 2 * BLOCK_ROW_BYTES;
                }
                if (i < width) {
                    even = load(at).fma(all(query[first + i]), even);
                }
                even.add(odd).intoArray(scores, start + block + part);
            }
        }
    }

    @Override
    public void softmax(float[] scores, int start, int positions) {
        FloatVector largest = all(Float.NEGATIVE_INFINITY);
        for (int i = 0; i < positions; i += LANES) {
            VectorMask<Float> there = SPECIES.indexInRange(i, positions);
            largest = largest.lanewise(VectorOperators.MAX, FloatVector.fromArray(SPECIES, scores, start + i), there);
        }
        float most = largest.reduceLanes(VectorOperators.MAX);
        FloatVector sums = all(0);
        for (int i = 0; i < positions; i += LANES) {
            VectorMask<Float> there = SPECIES.indexInRange(i, positions);
            FloatVector shares = exponential(
                    FloatVector.fromArray(SPECIES, scores, start + i).sub(most));
            sums = sums.add(shares, there);
            shares.intoArray(scores, start + i);
        }
        float factor = 1 / sum(sums);
        for (int i = 0; i < positions; i += LANES) {
            FloatVector.fromArray(SPECIES, scores, start + i).mul(factor).intoArray(scores, start + i);
        }
    }

    @Override
    public void weightedSum(float[] weights, int start, int positions, long values, int width, long sum) {
        long valueBytes = (long) width * Float.BYTES;
        int column = 0;
        for (; column <= width - 4 * LANES; column += 4 * LANES) {
            FloatVector first = all(0);
            FloatVector second = first;
            FloatVector third = first;
            FloatVector fourth = first;
            long at = values + (long) column * Float.BYTES;
            for (int position = 0; position < positions; position++) {
                FloatVector weight = all(weights[start + position]);
                first = load(at).fma(weight, first);
                second = load(at + VECTOR_BYTES).fma(weight, second);
                third = load(at + 2 * VECTOR_BYTES).fma(weight, third);
                fourth = load(at + 3 * VECTOR_BYTES).fma(weight, fourth);
                at += valueBytes;
            }
            long to = sum + (long) column * Float.BYTES;
            store(first, to);
            store(second, to + VECTOR_BYTES);
            store(third, to + 2 * VECTOR_BYTES);
            store(fourth, to + 3 * VECTOR_BYTES);
        }
        for (; column < width; column += LANES) {
            VectorMask<Float> there = SPECIES.indexInRange(column, width);
            FloatVector total = all(0);
            long at = values + (long) column * Float.BYTES;
            for (int position = 0; position < positions; position++) {
                total = FloatVector.fromMemorySegment(SPECIES, Memory.ALL, at, ByteOrder.nativeOrder(), there)
                        .fma(all(weights[start + position]), total);
                at += valueBytes;
            }
            total.intoMemorySegment(Memory.ALL, sum + (long) column * Float.BYTES, ByteOrder.nativeOrder(), there);
        }
    }

    @Override
    public void dotProductsBf16(
            float[] query, int first, int width, long keys, int positions, float[] scores, int start) {
        for (int block = 0; block < positions; block += BlockedKeys.BLOCK) {
            for (int part = 0; part < BlockedKeys.BLOCK; part += LANES) {
                long at = keys + ((long) block * width / 2 + part) * Integer.BYTES;
                FloatVector even = all(0);
                FloatVector odd = even;
                for (int i = first; i < first + width; i += 2) {
                    IntVector words = words(at);
                    even = lower(words).fma(all(query[i]), even);
                    odd = upper(words).fma(all(query[i + 1]), odd);
                    at += BLOCK_ROW_BYTES;
                }
                even.add(odd).intoArray(scores, start + block + part);
            }
        }
    }

    @Override
    public void weightedSumBf16(float[] weights, int start, int positions, long values, int width, long sum) {
        int words = width / 2;
        long valueBytes = (long) words * Integer.BYTES;
        int column = 0;
        for (; column <= words - 2 * LANES; column += 2 * LANES) {
            FloatVector first = all(0);
            FloatVector second = first;
            FloatVector third = first;
            FloatVector fourth = first;
            long at = values + (long) column * Integer.BYTES;
            for (int position = 0; position < positions; position++) {
                FloatVector weight = all(weights[start + position]);
                IntVector some = words(at);
                IntVector more = words(at + VECTOR_BYTES);
                first = lower(some).fma(weight, first);
                second = lower(more).fma(weight, second);
                third = upper(some).fma(weight, third);
                fourth = upper(more).fma(weight, fourth);
                at += valueBytes;
            }
            long to = sum + (long) column * Float.BYTES;
            store(first, to);
            store(second, to + VECTOR_BYTES);
            store(third, to + valueBytes);
            store(fourth, to + valueBytes + VECTOR_BYTES);
        }
        for (; column < words; column += LANES) {
            VectorMask<Integer> there = INTS.indexInRange(column, words);
            FloatVector first = all(0);
            FloatVector second = first;
            long at = values + (long) column * Integer.BYTES;
            for (int position = 0; position < positions; position++) {
                IntVector some = IntVector.fromMemorySegment(INTS, Memory.ALL, at, ByteOrder.nativeOrder(), there);
                first = lower(some).fma(all(weights[start + position]), first);
                second = upper(some).fma(all(weights[start + position]), second);
                at += valueBytes;
            }
            long to = sum + (long) column * Float.BYTES;
            VectorMask<Float> elements = SPECIES.indexInRange(column, words);
            first.intoMemorySegment(Memory.ALL, to, ByteOrder.nativeOrder(), elements);
            second.intoMemorySegment(Memory.ALL, to + valueBytes, ByteOrder.nativeOrder(), elements);
        }
    }

    /**
     * e to the power of each number, to about 2 units in the last position: 2^n times a polynomial of what is left within half a
     * step of n (Cody and Waite 1980; coefficients of the Cephes library). Without a call out of the loop, as the Vector
     * API's own would be. Numbers are taken into the range whose results are normal floats.
     */
    private static FloatVector exponential(FloatVector elements) {
        FloatVector bounded = elements.max(all(-87)).min(all(88));
        FloatVector shifted = bounded.fma(all(1.44269504f), all(ROUNDING));
        FloatVector whole = shifted.sub(all(ROUNDING));
        FloatVector rest = whole.fma(all(2.12194440e-4f), whole.fma(all(-0.693359375f), bounded));
        FloatVector polynomial = all(1.9875691500e-4f)
                .fma(rest, all(1.3981999507e-3f))
                .fma(rest, all(8.3334519073e-3f))
                .fma(rest, all(4.1665795894e-2f))
                .fma(rest, all(1.6666665459e-1f))
                .fma(rest, all(5.0000001201e-1f));
        FloatVector mantissa = polynomial.fma(rest.mul(rest), rest).add(1);
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        return mantissa.reinterpretAsInts().add(exponent).reinterpretAsFloats();
    }

    /**
     * The sum over all lanes, halves to halves. The Vector API's own may add up in another order once it is compiled, and a
     * text must not depend on when it is translated.
     */
    private static float sum(FloatVector elements) {
        FloatVector halves = LANES > 8 ? elements.add(elements.rearrange(BY_8)) : elements;
        FloatVector quarters = halves.add(halves.rearrange(BY_4));
        FloatVector pairs = quarters.add(quarters.rearrange(BY_2));
        return pairs.add(pairs.rearrange(BY_1)).lane(0);
    }

    private static VectorShuffle<Float> turned(int lanes) {
        return VectorShuffle.iota(SPECIES, lanes % LANES, 1, true);
    }

    private static IntVector words(long address) {
        return IntVector.fromMemorySegment(INTS, Memory.ALL, address, ByteOrder.nativeOrder());
    }

    private static FloatVector lower(IntVector words) {
        return words.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }

    private static FloatVector upper(IntVector words) {
        return words.and(0xFFFF0000).reinterpretAsFloats();
    }

    @Override
    public float absMax(long elements, int count) {
        int whole = SPECIES.loopBound(count);
        FloatVector most = all(0);
        for (int i = 0; i < whole; i += LANES) {
            most = most.max(load(elements + (long) i * Float.BYTES).abs());
        }
        return Math.max(most.reduceLanes(VectorOperators.MAX), PlainArithmetic.absMax(elements, whole, count));
    }

    @Override
    public void quantize(long elements, int count, float factor, long bytes) {
        int whole = SPECIES.loopBound(count);
        FloatVector times = all(factor);
        FloatVector rounding = all(ROUNDING + RowQuantizer.ZERO);
        for (int i = 0; i < whole; i += LANES) {
            IntVector bits =
                    load(elements + (long) i * Float.BYTES).fma(times, rounding).reinterpretAsInts();
            ((ByteVector) bits.convertShape(VectorOperators.I2B, BYTES, 0))
                    .intoMemorySegment(Memory.ALL, bytes + i, ByteOrder.nativeOrder());
        }
        PlainArithmetic.quantize(elements, whole, count, factor, bytes);
    }

    @Override
    public float dequantizeBiasActivate(
            long elements, float scale, long bias, Nonlinearity nonlinearity, int count, long output) {
        int whole = SPECIES.loopBound(count);
        FloatVector times = all(scale);
        FloatVector most = all(0);
        for (int i = 0; i < whole; i += LANES) {
            long offset = (long) i * Float.BYTES;
            FloatVector number = load(elements + offset).fma(times, bias == 0 ? all(0) : load(bias + offset));
            FloatVector bent = switch (nonlinearity) {
                case NONE -> number;
                case RELU -> number.max(all(0));
                case SILU -> number.div(exponential(number.neg()).add(1));
            };
            store(bent, output + offset);
            most = most.max(bent.abs());
        }
        return Math.max(
                most.reduceLanes(VectorOperators.MAX),
                PlainArithmetic.dequantizeBiasActivate(elements, scale, bias, nonlinearity, whole, count, output));
    }

    @Override
    public float dequantizeBiasAdd(long elements, float scale, long bias, long others, int count, long output) {
        int whole = SPECIES.loopBound(count);
        FloatVector times = all(scale);
        FloatVector sums = all(0);
        for (int i = 0; i < whole; i += LANES) {
            long offset = (long) i * Float.BYTES;
            FloatVector other = load(others + offset);
            FloatVector number = load(elements + offset).fma(times, bias == 0 ? other : other.add(load(bias + offset)));
            store(number, output + offset);
            sums = sums.add(number);
        }
        float sum = sum(sums) + PlainArithmetic.dequantizeBiasAdd(elements, scale, bias, others, whole, count, output);
        return sum / count;
    }

    @Override
    public float normalise(long elements, float mean, float epsilon, long gain, long shift, int count, long output) {
        int whole = SPECIES.loopBound(count);
        FloatVector middle = all(mean);
        FloatVector squares = all(0);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector distance = load(elements + (long) i * Float.BYTES).sub(middle);
            squares = distance.fma(distance, squares);
        }
        float sum = sum(squares) + PlainArithmetic.squares(elements, mean, whole, count);
        float factor = PlainArithmetic.factor(sum, epsilon, count);
        FloatVector times = all(factor);
        FloatVector most = all(0);
        for (int i = 0; i < whole; i += LANES) {
            long offset = (long) i * Float.BYTES;
            FloatVector number =
                    load(elements + offset).sub(middle).mul(times).fma(load(gain + offset), load(shift + offset));
            store(number, output + offset);
            most = most.max(number.abs());
        }
        return Math.max(
                most.reduceLanes(VectorOperators.MAX),
                PlainArithmetic.normalise(elements, mean, factor, gain, shift, whole, count, output));
    }

    @Override
    public void topK(long elements, int count, TopK best) {
        int whole = SPECIES.loopBound(count);
        FloatVector least = all(best.least());
        for (int i = 0; i < whole; i += LANES) {
            VectorMask<Float> better = load(elements + (long) i * Float.BYTES).compare(VectorOperators.GT, least);
            if (better.anyTrue()) {
                PlainArithmetic.topK(elements, i, i + LANES, best);
                least = all(best.least());
            }
        }
        PlainArithmetic.topK(elements, whole, count, best);
    }

    @Override
    public float sumOfExponents(long elements, int count, float largest) {
        int whole = SPECIES.loopBound(count);
        FloatVector most = all(largest);
        FloatVector sums = all(0);
        for (int i = 0; i < whole; i += LANES) {
            sums = sums.add(exponential(load(elements + (long) i * Float.BYTES).sub(most)));
        }
        return sum(sums) + PlainArithmetic.sumOfExponents(elements, whole, count, largest);
    }
}
