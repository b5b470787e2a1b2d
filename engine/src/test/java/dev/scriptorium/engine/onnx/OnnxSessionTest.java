package dev.scriptorium.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.files.Tensor;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Weights are looked at where they lie: changing them, which nobody else may, shows it. */
class OnnxSessionTest {

    /** More than ONNX Runtime keeps within a graph. */
    private static final int ROWS = 1000;

    private final TensorMemory row = new TensorMemory(ElementKind.INT32);
    private final TensorMemory found = new TensorMemory(ElementKind.FLOAT);

    @AfterEach
    void close() {
        row.close();
        found.close();
    }

    @Test
    void twoSessionsLookAtOneTable() {
        Tensor table = Tensor.allocate(ROWS, 1);
        try (OnnxSession first = OnnxSession.of(lookup(table), EngineSettings.DEFAULT);
                OnnxSession second = OnnxSession.of(lookup(table), EngineSettings.DEFAULT)) {
            table.values().put(700, 4.5f);

            assertThat(List.of(at(first, 700), at(second, 700))).containsExactly(4.5f, 4.5f);
        }
    }

    @Test
    void looksAtWeightsOfBytesWhereTheyLie() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(ROWS).order(ByteOrder.nativeOrder());
        GraphBuilder graph = new GraphBuilder("lookup");
        String table = graph.bytes("table", ElementKind.INT8, () -> bytes, ROWS, 1);
        String row = graph.input("row", ElementKind.INT32, 1);
        graph.output(
                "found",
                graph.cast(graph.op("Gather", List.of(table, row)), ElementKind.FLOAT),
                ElementKind.FLOAT,
                1,
                1);
        try (OnnxSession session = OnnxSession.of(graph, EngineSettings.DEFAULT)) {
            bytes.put(ROWS - 1, (byte) -7);

            assertThat(at(session, ROWS - 1)).isEqualTo(-7);
        }
    }

    private static GraphBuilder lookup(Tensor values) {
        GraphBuilder graph = new GraphBuilder("lookup");
        String table = graph.weight("table", () -> values);
        String row = graph.input("row", ElementKind.INT32, 1);
        graph.output("found", graph.op("Gather", List.of(table, row)), ElementKind.FLOAT, 1, 1);
        return graph;
    }

    private float at(OnnxSession session, int place) {
        row.reserve(1).set(ValueLayout.JAVA_INT, 0, place);
        found.reserve(1);
        try (IoBinding binding = session.bind()) {
            binding.run(Map.of("row", row.tensor(1)), Map.of("found", found.tensor(1, 1)));
            return found.segment().get(ValueLayout.JAVA_FLOAT, 0);
        }
    }
}
