package dev.scriptorium.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.engine.EngineSettings;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlushToZeroTest {

    private static final boolean KNOWN_HERE = System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");

    @Test
    void aGraphTakesSubnormalNumbersForZeroAndJavaDoesNot() {
        GraphBuilder graph = new GraphBuilder("halves");
        String input = graph.input("input", ElementKind.FLOAT, 1);
        graph.output("half", graph.op("Mul", List.of(input, graph.scalar(0.5f))), ElementKind.FLOAT, 1);
        try (OnnxSession session = OnnxSession.of(graph, EngineSettings.DEFAULT);
                IoBinding binding = session.bind();
                TensorMemory given = new TensorMemory(ElementKind.FLOAT);
                TensorMemory half = new TensorMemory(ElementKind.FLOAT)) {
            assertThat(javaHalf(given)).as("after opening").isPositive();

            binding.run(Map.of("input", given.tensor(1)), Map.of("half", half.tensor(1)));

            float found = half.segment().get(ValueLayout.JAVA_FLOAT, 0);
            assertThat(found).isEqualTo(KNOWN_HERE ? 0f : Float.MIN_NORMAL / 2);
            assertThat(javaHalf(given)).as("after running").isPositive();
        }
    }

    /** Sets the memory to the smallest normal number and halves it in Java. */
    private static float javaHalf(TensorMemory memory) {
        memory.segment().set(ValueLayout.JAVA_FLOAT, 0, Float.MIN_NORMAL);
        return memory.segment().get(ValueLayout.JAVA_FLOAT, 0) * 0.5f;
    }
}
