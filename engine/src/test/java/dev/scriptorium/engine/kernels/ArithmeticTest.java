package dev.scriptorium.engine.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The loops on vectors compute what the plain ones compute, for counts that fill vectors and counts that do not. */
class ArithmeticTest {

    private static final float CLOSE = 2e-5f;

    private final Arithmetic plain = new PlainArithmetic();
    private final Arithmetic vectors = new VectorArithmetic();
    private final Arena arena = Arena.ofConfined();
    private final Random random = new Random(5);

    @AfterEach
    void free() {
        arena.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 16, 30, 32, 64, 80, 128})
    void attentionIsTheSame(int width) {
        for (KvLayout elements : KvLayout.values()) {
            for (int positions : new int[] {1, 15, 16, 17, 40}) {
                int capacity = BlockedKeys.padded(positions);
                MemorySegment keys = memory((long) capacity * width);
                MemorySegment values = memory((long) capacity * width);
                MemorySegment source = memory(width);
                for (int position = 0; position < positions; position++) {
                    fill(source);
                    elements.key(keys.address(), width, position, source.address());
                    fill(source);
                    elements.value(values.address(), width, position, source.address());
                }
                float[] query = elements(width);

                assertThat(attended(vectors, elements, query, keys, values, positions))
                        .as("%s, %s positions", elements, positions)
                        .containsExactly(attended(plain, elements, query, keys, values, positions), within(CLOSE));
            }
        }
    }

    private float[] attended(
            Arithmetic arithmetic,
            KvLayout elements,
            float[] query,
            MemorySegment keys,
            MemorySegment values,
            int positions) {
        int width = query.length;
        float[] scores = new float[BlockedKeys.padded(positions) + BlockedKeys.BLOCK];
        MemorySegment sum = memory(width);
        switch (elements) {
            case FLOAT -> arithmetic.dotProducts(query, 0, width, keys.address(), positions, scores, BlockedKeys.BLOCK);
            case BFLOAT16 ->
                arithmetic.dotProductsBf16(query, 0, width, keys.address(), positions, scores, BlockedKeys.BLOCK);
        }
        arithmetic.softmax(scores, BlockedKeys.BLOCK, positions);
        switch (elements) {
            case FLOAT ->
                arithmetic.weightedSum(scores, BlockedKeys.BLOCK, positions, values.address(), width, sum.address());
            case BFLOAT16 ->
                arithmetic.weightedSumBf16(
                        scores, BlockedKeys.BLOCK, positions, values.address(), width, sum.address());
        }
        return sum.toArray(ValueLayout.JAVA_FLOAT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 63, 256})
    void rowsBecomeTheSameBytes(int count) {
        MemorySegment elements = filled(count);
        float largest = plain.absMax(elements.address(), count);
        MemorySegment expected = arena.allocate(count);
        MemorySegment actual = arena.allocate(count);

        assertThat(vectors.absMax(elements.address(), count)).isEqualTo(largest);
        plain.quantize(elements.address(), count, 127 / largest, expected.address());
        vectors.quantize(elements.address(), count, 127 / largest, actual.address());
        assertThat(actual.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(expected.toArray(ValueLayout.JAVA_BYTE));
    }

    @Test
    void halvesAreRoundedToEven() {
        MemorySegment elements = memory(16);
        for (int i = 0; i < 16; i++) {
            elements.setAtIndex(ValueLayout.JAVA_FLOAT, i, i - 7.5f);
        }
        MemorySegment bytes = arena.allocate(16);

        vectors.quantize(elements.address(), 16, 1, bytes.address());

        assertThat(bytes.toArray(ValueLayout.JAVA_BYTE))
                .containsExactly(
                        -128 - 8, -128 - 6, -128 - 6, -128 - 4, -128 - 4, -128 - 2, -128 - 2, -128, -128, -126, -126,
                        -124, -124, -122, -122, -120);
    }

    @ParameterizedTest
    @EnumSource(Nonlinearity.class)
    void productsAreFinishedAlike(Nonlinearity nonlinearity) {
        for (int count : new int[] {1, 16, 33}) {
            for (boolean biased : new boolean[] {false, true}) {
                MemorySegment elements = filled(count);
                long bias = biased ? filled(count).address() : 0;
                MemorySegment expected = memory(count);
                MemorySegment actual = memory(count);

                float largest = plain.dequantizeBiasActivate(
                        elements.address(), 3.5f, bias, nonlinearity, count, expected.address());

                assertThat(vectors.dequantizeBiasActivate(
                                elements.address(), 3.5f, bias, nonlinearity, count, actual.address()))
                        .isCloseTo(largest, within(CLOSE));
                assertClose(actual, expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 33, 256})
    void sumsAreNormalisedAlike(int count) {
        MemorySegment elements = filled(count);
        long others = filled(count).address();
        long bias = filled(count).address();
        MemorySegment expected = memory(count);
        MemorySegment actual = memory(count);
        float mean = plain.dequantizeBiasAdd(elements.address(), 0.5f, bias, others, count, expected.address());
        assertThat(vectors.dequantizeBiasAdd(elements.address(), 0.5f, bias, others, count, actual.address()))
                .isCloseTo(mean, within(CLOSE));
        assertClose(actual, expected);

        long gain = filled(count).address();
        long shift = filled(count).address();
        MemorySegment sums = arena.allocate(expected.byteSize(), 64).copyFrom(expected);
        float largest = plain.normalise(sums.address(), mean, 1e-5f, gain, shift, count, expected.address());
        assertThat(vectors.normalise(sums.address(), mean, 1e-5f, gain, shift, count, actual.address()))
                .isCloseTo(largest, within(CLOSE));
        assertClose(actual, expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 33, 700})
    void theSameTokensAreChosen(int count) {
        MemorySegment elements = filled(count);
        // Two that are equal: the first one goes before.
        elements.setAtIndex(ValueLayout.JAVA_FLOAT, count - 1, 9);
        elements.setAtIndex(ValueLayout.JAVA_FLOAT, count / 2, 9);
        TopK expected = new TopK(Math.min(count, 5));
        TopK actual = new TopK(Math.min(count, 5));
        expected.clear();
        actual.clear();

        plain.topK(elements.address(), count, expected);
        vectors.topK(elements.address(), count, actual);

        assertThat(actual.column(0)).isEqualTo(count / 2);
        for (int position = 0; position < Math.min(count, 5); position++) {
            assertThat(actual.column(position)).isEqualTo(expected.column(position));
            assertThat(actual.score(position)).isEqualTo(expected.score(position));
        }
        float sum = plain.sumOfExponents(elements.address(), count, 9);
        assertThat(vectors.sumOfExponents(elements.address(), count, 9)).isCloseTo(sum, within(sum * 1e-6f));
    }

    @Test
    void whatIsFarBelowTheLargestAddsNothing() {
        MemorySegment elements = memory(32);
        for (int i = 1; i < 32; i++) {
            elements.setAtIndex(ValueLayout.JAVA_FLOAT, i, -1e30f);
        }

        assertThat(vectors.sumOfExponents(elements.address(), 32, 0)).isEqualTo(1);
    }

    /** The first calls are interpreted, the last ones run compiled. */
    @Test
    void sumsDoNotDependOnWhetherTheLoopIsCompiled() {
        MemorySegment elements = filled(256);
        long others = filled(256).address();
        long output = memory(256).address();
        float[] scores = elements(32);
        float mean = vectors.dequantizeBiasAdd(elements.address(), 0.5f, 0, others, 256, output);
        float sum = vectors.sumOfExponents(elements.address(), 256, 1);
        float[] shares = scores.clone();
        vectors.softmax(shares, 0, 32);

        for (int i = 0; i < 30_000; i++) {
            float[] again = scores.clone();
            vectors.softmax(again, 0, 32);
            assertThat(again).isEqualTo(shares);
            assertThat(vectors.dequantizeBiasAdd(elements.address(), 0.5f, 0, others, 256, output))
                    .isEqualTo(mean);
            assertThat(vectors.sumOfExponents(elements.address(), 256, 1)).isEqualTo(sum);
        }
    }

    private void assertClose(MemorySegment actual, MemorySegment expected) {
        assertThat(actual.toArray(ValueLayout.JAVA_FLOAT))
                .containsExactly(expected.toArray(ValueLayout.JAVA_FLOAT), within(CLOSE));
    }

    private MemorySegment memory(long elements) {
        return arena.allocate(elements * Float.BYTES, 64);
    }

    private MemorySegment filled(int count) {
        MemorySegment memory = memory(count);
        fill(memory);
        return memory;
    }

    private void fill(MemorySegment memory) {
        for (int i = 0; i < memory.byteSize() / Float.BYTES; i++) {
            memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
        }
    }

    private float[] elements(int count) {
        float[] elements = new float[count];
        for (int i = 0; i < count; i++) {
            elements[i] = (float) random.nextGaussian();
        }
        return elements;
    }
}
