package dev.scriptorium.engine.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.onnx.BoundTensor;
import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.GraphBuilder;
import dev.scriptorium.engine.onnx.IoBinding;
import dev.scriptorium.engine.onnx.Kernel;
import dev.scriptorium.engine.onnx.KernelCall;
import dev.scriptorium.engine.onnx.OnnxSession;
import dev.scriptorium.engine.onnx.TensorMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kernels in graphs of their own, beside what they should compute. */
class KernelsTest {

    private final List<TensorMemory> memories = new ArrayList<>();
    private final List<BoundTensor> inputs = new ArrayList<>();

    @AfterEach
    void free() {
        memories.forEach(TensorMemory::close);
    }

    @Test
    void rowsAreQuantisedByTheirLargestNumber() {
        floats(new long[] {2, 3}, 1, -2, 0.5f, 0, 0, 0);

        List<TensorMemory> outputs = run(new RowQuantizer(), new long[][] {{2, 3}, {2}});

        // 1 / 2 * 127 = 63.5 is rounded to 64, -2 is -127, 0.5 / 2 * 127 = 31.75
        assertThat(bytes(outputs.get(0), 6)).containsExactly(128 + 64, 128 - 127, 128 + 32, 128, 128, 128);
        assertThat(floats(outputs.get(1), 2)[0]).isCloseTo(2 / 127f, within(1e-9f));
    }

    @Test
    void aProductIsBentAndQuantised() {
        floats(new long[] {1, 4}, 1, -1, 2, 4);
        floats(new long[] {1}, 0.5f);
        floats(new long[] {4}, 0, 0, 1, 0);

        List<TensorMemory> outputs = run(new Requantizer(Nonlinearity.RELU, true), new long[][] {{1, 4}, {1}});

        // 0.5, 0, 2, 2
        assertThat(bytes(outputs.get(0), 4)).containsExactly(128 + 32, 128, 128 + 127, 128 + 127);
        assertThat(floats(outputs.get(1), 1)[0]).isCloseTo(2 / 127f, within(1e-9f));
    }

    @Test
    void aBlockIsAddedToTheStreamAndNormalised() {
        floats(new long[] {1, 4}, 2, 4, 6, 8);
        floats(new long[] {1}, 0.5f);
        floats(new long[] {4}, 1, 1, 1, 1);
        floats(new long[] {1, 4}, -2, -1, 0, 1);
        floats(new long[] {4}, 1, 1, 2, 1);
        floats(new long[] {4}, 0, 0, 0, 10);

        // The sum is 0, 2, 4, 6: mean 3, variance 5.
        float step = (float) (1 / Math.sqrt(5));
        List<TensorMemory> outputs = run(new ResidualNorm(0, true, false), new long[][] {{1, 4}, {1, 4}, {1}});
        assertThat(floats(outputs.get(0), 4))
                .containsExactly(new float[] {-3 * step, -step, 2 * step, 10 + 3 * step}, within(1e-5f));
        float scale = floats(outputs.get(2), 1)[0];
        assertThat(scale).isCloseTo((10 + 3 * step) / 127, within(1e-6f));

        List<TensorMemory> keeping = run(new ResidualNorm(0, true, true), new long[][] {{1, 4}, {1, 4}, {1}});
        assertThat(floats(keeping.get(0), 4)).containsExactly(0, 2, 4, 6);
        assertThat(bytes(keeping.get(1), 4)).isEqualTo(bytes(outputs.get(1), 4));
    }

    @Test
    void theLikeliestTokensComeFirstAndOfEqualOnesTheLowest() {
        floats(new long[] {2, 4}, 1, 2, 3, 3, 0, 0, 0, 0);
        floats(new long[] {2}, 2, 1);
        floats(new long[] {2, 4}, 0, 3, 0, 0, 0, -1e30f, 0, 0);
        longs(3);

        List<TensorMemory> outputs = run(new TokenRanker(), new long[][] {{2, 3}, {2, 3}});

        // Scores 2, 7, 6, 6 and 0, excluded, 0, 0
        double first = Math.log(Math.exp(2) + Math.exp(7) + 2 * Math.exp(6));
        assertThat(floats(outputs.get(0), 3))
                .containsExactly(
                        new float[] {(float) (7 - first), (float) (6 - first), (float) (6 - first)}, within(1e-5f));
        assertThat(floats(outputs.get(0), 6)[5]).isCloseTo((float) -Math.log(3), within(1e-5f));
        assertThat(longs(outputs.get(1), 6)).containsExactly(1, 2, 3, 0, 2, 3);
    }

    @Test
    void asManyTokensAsThereAreMayBeWantedAndNoMore() {
        floats(new long[] {1, 2}, 1, 2);
        floats(new long[] {1}, 1);
        floats(new long[] {1, 2}, 0, 0);
        longs(2);
        assertThat(longs(run(new TokenRanker(), new long[][] {{1, 2}, {1, 2}}).get(1), 2))
                .containsExactly(1, 0);

        inputs.removeLast();
        longs(3);
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> run(new TokenRanker(), new long[][] {{1, 3}, {1, 3}}))
                .withMessageContaining("the best 3 of 2 tokens");
    }

    @Test
    void aKernelThatThrowsFailsTheRunAlone() {
        floats(new long[] {1}, 1);

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> run(new Refusing(), new long[][] {{1}}))
                .withMessageContaining("Refusing")
                .withMessageContaining("not today");
    }

    private record Refusing() implements Kernel {

        @Override
        public String name() {
            return "Refusing";
        }

        @Override
        public List<ElementKind> inputs() {
            return List.of(ElementKind.FLOAT);
        }

        @Override
        public List<ElementKind> outputs() {
            return List.of(ElementKind.FLOAT);
        }

        @Override
        public void compute(KernelCall call) {
            throw new IllegalStateException("not today");
        }
    }

    private void floats(long[] shape, float... elements) {
        TensorMemory memory = memory(ElementKind.FLOAT);
        memory.reserve(elements.length).copyFrom(MemorySegment.ofArray(elements));
        inputs.add(memory.tensor(shape));
    }

    private void longs(long... elements) {
        TensorMemory memory = memory(ElementKind.INT64);
        memory.reserve(elements.length).copyFrom(MemorySegment.ofArray(elements));
        inputs.add(memory.tensor(elements.length));
    }

    private TensorMemory memory(ElementKind kind) {
        TensorMemory memory = new TensorMemory(kind);
        memories.add(memory);
        return memory;
    }

    /** The outputs of a graph of the kernel alone, for all inputs so far. */
    private List<TensorMemory> run(Kernel kernel, long[][] shapes) {
        GraphBuilder graph = new GraphBuilder("kernel");
        List<String> names = IntStream.range(0, kernel.inputs().size())
                .mapToObj(i -> graph.input("input_" + i, kernel.inputs().get(i)))
                .toList();
        List<String> computed = graph.computed(kernel, names);
        Map<String, BoundTensor> given = new HashMap<>();
        Map<String, BoundTensor> wanted = new HashMap<>();
        List<TensorMemory> outputs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            given.put(names.get(i), inputs.get(i));
        }
        for (int i = 0; i < shapes.length; i++) {
            ElementKind kind = kernel.outputs().get(i);
            graph.output("output_" + i, computed.get(i), kind);
            TensorMemory memory = memory(kind);
            memory.reserve(LongStream.of(shapes[i]).reduce(1, (a, b) -> a * b));
            outputs.add(memory);
            wanted.put("output_" + i, memory.tensor(shapes[i]));
        }
        try (OnnxSession session = OnnxSession.of(graph, EngineSettings.DEFAULT);
                IoBinding binding = session.bind()) {
            binding.run(given, wanted);
        }
        return outputs;
    }

    private static float[] floats(TensorMemory memory, int count) {
        return memory.segment().asSlice(0, (long) count * Float.BYTES).toArray(ValueLayout.JAVA_FLOAT);
    }

    private static long[] longs(TensorMemory memory, int count) {
        return memory.segment().asSlice(0, (long) count * Long.BYTES).toArray(ValueLayout.JAVA_LONG);
    }

    private static int[] bytes(TensorMemory memory, int count) {
        return IntStream.range(0, count)
                .map(i -> memory.segment().get(ValueLayout.JAVA_BYTE, i) & 0xFF)
                .toArray();
    }
}
