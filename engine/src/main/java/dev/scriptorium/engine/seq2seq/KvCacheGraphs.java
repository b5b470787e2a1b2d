package dev.scriptorium.engine.seq2seq;

import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.onnx.Attribute;
import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.GraphBuilder;
import dev.scriptorium.engine.onnx.OnnxSession;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Moves keys and values about where Java does not reach them. Each graph has all tensors as inputs, {@code slots_0} and so
 * on, and as many outputs, {@code written_0} and so on. Safe for many threads.
 *
 * @param grow with zeros added, as {@code pads} says; into other memory
 * @param copy with the slots {@code to} written from the slots {@code from}; in place
 * @param put with the slots {@code to} written from the rows {@code from} of what the encoder gave; in place
 */
record KvCacheGraphs(OnnxSession grow, OnnxSession copy, OnnxSession put) implements AutoCloseable {

    static final String CROSS = "cross";
    /** Sources, their length, heads and the width of a head. */
    static final String GRID = "grid";

    static final String PADS = "pads";
    /** {@code [copies]}. */
    static final String FROM = "from";
    /** {@code [copies, 1]}. */
    static final String TO = "to";

    static KvCacheGraphs of(KvCache.Shape shape, EngineSettings settings) {
        return new KvCacheGraphs(
                OnnxSession.of(grow(shape), settings),
                OnnxSession.of(copy(shape), settings),
                OnnxSession.of(put(shape), settings));
    }

    static String slots(int tensor) {
        return "slots_" + tensor;
    }

    static String written(int tensor) {
        return "written_" + tensor;
    }

    private interface Change {
        String of(int tensor, String slots);
    }

    private static GraphBuilder grow(KvCache.Shape shape) {
        GraphBuilder graph = new GraphBuilder("grow", shape.kind());
        graph.input(PADS, ElementKind.INT64, 8);
        return changed(graph, shape, (tensor, slots) -> graph.op("Pad", List.of(slots, PADS)));
    }

    private static GraphBuilder copy(KvCache.Shape shape) {
        GraphBuilder graph = new GraphBuilder("copy", shape.kind());
        return changed(withRows(graph), shape, (tensor, slots) -> scattered(graph, slots, slots));
    }

    private static GraphBuilder put(KvCache.Shape shape) {
        GraphBuilder graph = withRows(new GraphBuilder("put", shape.kind()));
        int width = shape.heads() * shape.headWidth();
        graph.input(CROSS, shape.kind(), "tokens", shape.tensors() * width);
        graph.input(GRID, ElementKind.INT64, 4);
        graph.input(PADS, ElementKind.INT64, 8);
        List<String> parts = graph.ops(
                "Split",
                shape.tensors(),
                List.of(CROSS),
                Attribute.of("axis", 1),
                Attribute.of("num_outputs", shape.tensors()));
        return changed(graph, shape, (tensor, slots) -> {
            String byHead = graph.op(
                    "Transpose",
                    List.of(graph.op("Reshape", List.of(parts.get(tensor), GRID))),
                    Attribute.of("perm", new long[] {0, 2, 1, 3}));
            return scattered(graph, slots, graph.op("Pad", List.of(byHead, PADS)));
        });
    }

    private static GraphBuilder withRows(GraphBuilder graph) {
        graph.input(FROM, ElementKind.INT64, "copies");
        graph.input(TO, ElementKind.INT64, "copies", 1);
        return graph;
    }

    private static String scattered(GraphBuilder graph, String slots, String source) {
        return graph.op("ScatterND", List.of(slots, TO, graph.op("Gather", List.of(source, FROM))));
    }

    private static GraphBuilder changed(GraphBuilder graph, KvCache.Shape shape, Change change) {
        IntStream.range(0, shape.tensors()).forEach(tensor -> {
            String slots =
                    graph.input(slots(tensor), shape.kind(), "slots", shape.heads(), "capacity", shape.headWidth());
            graph.output(
                    written(tensor),
                    change.of(tensor, slots),
                    shape.kind(),
                    "written",
                    shape.heads(),
                    "written_room",
                    shape.headWidth());
        });
        return graph;
    }

    @Override
    public void close() {
        grow.close();
        copy.close();
        put.close();
    }
}
