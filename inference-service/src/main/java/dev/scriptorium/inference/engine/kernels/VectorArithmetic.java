package dev.scriptorium.inference.engine.kernels;

import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Loops on the widest vectors that the processor has. */
final class VectorArithmetic implements Arithmetic {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() > KeyBlocks.PLACES
            ? FloatVector.SPECIES_512
            : FloatVector.SPECIES_PREFERRED;

    private static final int LANES = SPECIES.length();
    private static final int VECTOR_BYTES = LANES * Float.BYTES;
    private static final int BLOCK_ROW_BYTES = KeyBlocks.PLACES * Float.BYTES;

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
    public void fit(float[] query, long keys, int places, float[] scores) {
        int width = query.length;
        for (int block = 0; block < places; block += KeyBlocks.PLACES) {
            for (int part = 0; part < KeyBlocks.PLACES; part += LANES) {
                long at = keys + ((long) block * width + part) * Float.BYTES;
                // Two sums, so that an addition need not wait for the one before.
                FloatVector even = all(0);
                FloatVector odd = even;
                int i = 0;
                for (; i < width - 1; i += 2) {
                    even = load(at).fma(all(query[i]), even);
                    odd = load(at + BLOCK_ROW_BYTES).fma(all(query[i + 1]), odd);
                    at += 2 * BLOCK_ROW_BYTES;
                }
                if (i < width) {
                    even = load(at).fma(all(query[i]), even);
                }
                even.add(odd).intoArray(scores, block + part);
            }
        }
    }

    @Override
    public void softmax(float[] scores, int places) {
        FloatVector largest = all(Float.NEGATIVE_INFINITY);
        for (int i = 0; i < places; i += LANES) {
            VectorMask<Float> there = SPECIES.indexInRange(i, places);
            largest = largest.lanewise(VectorOperators.MAX, FloatVector.fromArray(SPECIES, scores, i), there);
        }
        float most = largest.reduceLanes(VectorOperators.MAX);
        FloatVector sums = all(0);
        for (int i = 0; i < places; i += LANES) {
            VectorMask<Float> there = SPECIES.indexInRange(i, places);
            FloatVector shares =
                    FloatVector.fromArray(SPECIES, scores, i).sub(most).lanewise(VectorOperators.EXP);
            sums = sums.add(shares, there);
            shares.intoArray(scores, i);
        }
        float factor = 1 / sums.reduceLanes(VectorOperators.ADD);
        for (int i = 0; i < places; i += LANES) {
            FloatVector.fromArray(SPECIES, scores, i).mul(factor).intoArray(scores, i);
        }
    }

    @Override
    public void weigh(float[] weights, int places, long values, int width, long sum) {
        long valueBytes = (long) width * Float.BYTES;
        int column = 0;
        for (; column <= width - 4 * LANES; column += 4 * LANES) {
            FloatVector first = all(0);
            FloatVector second = first;
            FloatVector third = first;
            FloatVector fourth = first;
            long at = values + (long) column * Float.BYTES;
            for (int place = 0; place < places; place++) {
                FloatVector weight = all(weights[place]);
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
            for (int place = 0; place < places; place++) {
                total = FloatVector.fromMemorySegment(SPECIES, Memory.ALL, at, ByteOrder.nativeOrder(), there)
                        .fma(all(weights[place]), total);
                at += valueBytes;
            }
            total.intoMemorySegment(Memory.ALL, sum + (long) column * Float.BYTES, ByteOrder.nativeOrder(), there);
        }
    }
}
