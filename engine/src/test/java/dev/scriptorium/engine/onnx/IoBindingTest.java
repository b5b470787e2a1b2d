package dev.scriptorium.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.EngineSettings;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IoBindingTest {

    private final TensorMemory left = new TensorMemory(ElementKind.FLOAT);
    private final TensorMemory right = new TensorMemory(ElementKind.FLOAT);
    private final TensorMemory sums = new TensorMemory(ElementKind.FLOAT);
    private OnnxSession session;
    private IoBinding binding;

    @BeforeEach
    void open() {
        GraphBuilder graph = new GraphBuilder("sum");
        String first = graph.input("left", ElementKind.FLOAT, "n");
        String second = graph.input("right", ElementKind.FLOAT, "n");
        graph.output("sum", graph.op("Add", List.of(first, second)), ElementKind.FLOAT, "n");
        session = OnnxSession.of(graph, EngineSettings.DEFAULT);
        binding = session.bind();
    }

    @AfterEach
    void close() {
        binding.close();
        session.close();
        List.of(left, right, sums).forEach(TensorMemory::close);
    }

    @Test
    void readsWhatTheMemoryHoldsWhenItRuns() {
        fill(left, 1, 2, 3);
        fill(right, 10, 20, 30);
        assertThat(sums(3)).containsExactly(11, 22, 33);

        fill(right, -1, -2, -3);

        assertThat(sums(3)).containsExactly(0, 0, 0);
    }

    @Test
    void takesTensorsOfAnotherShapeAndOtherMemory() {
        fill(left, 1, 2, 3);
        fill(right, 10, 20, 30);
        assertThat(sums(3)).containsExactly(11, 22, 33);
        assertThat(sums(2)).containsExactly(11, 22);

        fill(left, 1, 2, 3, 4, 5);
        fill(right, 1, 1, 1, 1, 1);

        assertThat(sums(5)).containsExactly(2, 3, 4, 5, 6);
    }

    @Test
    void writesInPlace() {
        fill(left, 1, 2);
        fill(right, 5, 7);
        for (int i = 0; i < 3; i++) {
            binding.run(Map.of("left", left.tensor(2), "right", right.tensor(2)), Map.of("sum", left.tensor(2)));
        }

        assertThat(left.segment().toArray(ValueLayout.JAVA_FLOAT)).containsExactly(16, 23);
    }

    @Test
    void saysWhatOnnxRuntimeDoesNotAcceptAndRunsOn() {
        fill(left, 1, 2);
        fill(right, 1, 2, 3);

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> binding.run(
                        Map.of("left", left.tensor(2), "right", right.tensor(3)), Map.of("sum", sums.tensor(1))))
                .withMessageContaining("ONNX Runtime failed")
                .withMessageContaining("2 by 3");

        fill(right, 3, 4);
        assertThat(sums(2)).containsExactly(4, 6);
    }

    @Test
    void saysThatMemoryDoesNotSuffice() {
        GraphBuilder graph = new GraphBuilder("much");
        String size = graph.input("size", ElementKind.INT64, 1);
        String much = graph.op("ConstantOfShape", List.of(size));
        graph.output("sum", graph.op("ReduceSum", List.of(much)), ElementKind.FLOAT, 1);
        try (OnnxSession memoryless = OnnxSession.of(graph, EngineSettings.DEFAULT);
                IoBinding asking = memoryless.bind();
                TensorMemory sizes = new TensorMemory(ElementKind.INT64)) {
            sizes.segment().set(ValueLayout.JAVA_LONG, 0, 1L << 50);

            assertThatExceptionOfType(OutOfMemoryError.class)
                    .isThrownBy(() -> asking.run(Map.of("size", sizes.tensor(1)), Map.of("sum", sums.tensor(1))));
        }
    }

    @Test
    void aTensorEndsWhereItsMemoryEnds() {
        sums.reserve(4);
        assertThat(sums.tensor(2, 2)).isNotNull();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> sums.tensor(5))
                .withMessage("a tensor of 5 elements in memory of 4");
    }

    private static void fill(TensorMemory memory, float... values) {
        MemorySegment.copy(values, 0, memory.reserve(values.length), ValueLayout.JAVA_FLOAT, 0, values.length);
    }

    private float[] sums(int size) {
        MemorySegment found = sums.reserve(size);
        binding.run(Map.of("left", left.tensor(size), "right", right.tensor(size)), Map.of("sum", sums.tensor(size)));
        return found.asSlice(0, size * Float.BYTES).toArray(ValueLayout.JAVA_FLOAT);
    }
}
