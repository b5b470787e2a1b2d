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
        for (SlotNumbers numbers : SlotNumbers.values()) {
            for (int places : new int[] {1, 15, 16, 17, 40}) {
                int room = KeyBlocks.whole(places);
                MemorySegment keys = memory((long) room * width);
                MemorySegment values = memory((long) room * width);
                MemorySegment source = memory(width);
                for (int place = 0; place < places; place++) {
                    fill(source);
                    numbers.key(keys.address(), width, place, source.address());
                    fill(source);
                    numbers.value(values.address(), width, place, source.address());
                }
                float[] query = numbers(width);

                assertThat(attended(vectors, numbers, query, keys, values, places))
                        .as("%s, %s places", numbers, places)
                        .containsExactly(attended(plain, numbers, query, keys, values, places), within(CLOSE));
            }
        }
    }

    private float[] attended(
            Arithmetic arithmetic,
            SlotNumbers numbers,
            float[] query,
            MemorySegment keys,
            MemorySegment values,
            int places) {
        int width = query.length;
        float[] scores = new float[KeyBlocks.whole(places) + KeyBlocks.PLACES];
        MemorySegment sum = memory(width);
        switch (numbers) {
            case FLOAT -> arithmetic.fit(query, 0, width, keys.address(), places, scores, KeyBlocks.PLACES);
            case BFLOAT16 -> arithmetic.fitPairs(query, 0, width, keys.address(), places, scores, KeyBlocks.PLACES);
        }
        arithmetic.softmax(scores, KeyBlocks.PLACES, places);
        switch (numbers) {
            case FLOAT -> arithmetic.weigh(scores, KeyBlocks.PLACES, places, values.address(), width, sum.address());
            case BFLOAT16 ->
                arithmetic.weighPairs(scores, KeyBlocks.PLACES, places, values.address(), width, sum.address());
        }
        return sum.toArray(ValueLayout.JAVA_FLOAT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 63, 256})
    void rowsBecomeTheSameBytes(int count) {
        MemorySegment numbers = filled(count);
        float largest = plain.largest(numbers.address(), count);
        MemorySegment expected = arena.allocate(count);
        MemorySegment actual = arena.allocate(count);

        assertThat(vectors.largest(numbers.address(), count)).isEqualTo(largest);
        plain.quantize(numbers.address(), count, 127 / largest, expected.address());
        vectors.quantize(numbers.address(), count, 127 / largest, actual.address());
        assertThat(actual.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(expected.toArray(ValueLayout.JAVA_BYTE));
    }

    @Test
    void halvesAreRoundedToEven() {
        MemorySegment numbers = memory(16);
        for (int i = 0; i < 16; i++) {
            numbers.setAtIndex(ValueLayout.JAVA_FLOAT, i, i - 7.5f);
        }
        MemorySegment bytes = arena.allocate(16);

        vectors.quantize(numbers.address(), 16, 1, bytes.address());

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
                MemorySegment numbers = filled(count);
                long bias = biased ? filled(count).address() : 0;
                MemorySegment expected = memory(count);
                MemorySegment actual = memory(count);

                float largest = plain.finish(numbers.address(), 3.5f, bias, nonlinearity, count, expected.address());

                assertThat(vectors.finish(numbers.address(), 3.5f, bias, nonlinearity, count, actual.address()))
                        .isCloseTo(largest, within(CLOSE));
                assertClose(actual, expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 33, 256})
    void sumsAreNormalisedAlike(int count) {
        MemorySegment numbers = filled(count);
        long others = filled(count).address();
        long bias = filled(count).address();
        MemorySegment expected = memory(count);
        MemorySegment actual = memory(count);
        float mean = plain.add(numbers.address(), 0.5f, bias, others, count, expected.address());
        assertThat(vectors.add(numbers.address(), 0.5f, bias, others, count, actual.address()))
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
        MemorySegment numbers = filled(count);
        // Two that are equal: the first one goes before.
        numbers.setAtIndex(ValueLayout.JAVA_FLOAT, count - 1, 9);
        numbers.setAtIndex(ValueLayout.JAVA_FLOAT, count / 2, 9);
        Best expected = new Best(Math.min(count, 5));
        Best actual = new Best(Math.min(count, 5));
        expected.clear();
        actual.clear();

        plain.choose(numbers.address(), count, expected);
        vectors.choose(numbers.address(), count, actual);

        assertThat(actual.column(0)).isEqualTo(count / 2);
        for (int place = 0; place < Math.min(count, 5); place++) {
            assertThat(actual.column(place)).isEqualTo(expected.column(place));
            assertThat(actual.score(place)).isEqualTo(expected.score(place));
        }
        float sum = plain.sumOfExponents(numbers.address(), count, 9);
        assertThat(vectors.sumOfExponents(numbers.address(), count, 9)).isCloseTo(sum, within(sum * 1e-6f));
    }

    @Test
    void whatIsFarBelowTheLargestAddsNothing() {
        MemorySegment numbers = memory(32);
        for (int i = 1; i < 32; i++) {
            numbers.setAtIndex(ValueLayout.JAVA_FLOAT, i, -1e30f);
        }

        assertThat(vectors.sumOfExponents(numbers.address(), 32, 0)).isEqualTo(1);
    }

    /** The first calls are interpreted, the last ones run compiled. */
    @Test
    void sumsDoNotDependOnWhetherTheLoopIsCompiled() {
        MemorySegment numbers = filled(256);
        long others = filled(256).address();
        long output = memory(256).address();
        float[] scores = numbers(32);
        float mean = vectors.add(numbers.address(), 0.5f, 0, others, 256, output);
        float sum = vectors.sumOfExponents(numbers.address(), 256, 1);
        float[] shares = scores.clone();
        vectors.softmax(shares, 0, 32);

        for (int i = 0; i < 30_000; i++) {
            float[] again = scores.clone();
            vectors.softmax(again, 0, 32);
            assertThat(again).isEqualTo(shares);
            assertThat(vectors.add(numbers.address(), 0.5f, 0, others, 256, output))
                    .isEqualTo(mean);
            assertThat(vectors.sumOfExponents(numbers.address(), 256, 1)).isEqualTo(sum);
        }
    }

    private void assertClose(MemorySegment actual, MemorySegment expected) {
        assertThat(actual.toArray(ValueLayout.JAVA_FLOAT))
                .containsExactly(expected.toArray(ValueLayout.JAVA_FLOAT), within(CLOSE));
    }

    private MemorySegment memory(long numbers) {
        return arena.allocate(numbers * Float.BYTES, 64);
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

    private float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
