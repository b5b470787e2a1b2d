package dev.scriptorium.inference.engine.layers;

import dev.scriptorium.inference.engine.files.Tensor;
import dev.scriptorium.inference.engine.onnx.Attribute;
import dev.scriptorium.inference.engine.onnx.ElementKind;
import dev.scriptorium.inference.engine.onnx.GraphBuilder;
import java.util.List;
import java.util.function.Supplier;

/**
 * A product with weights of 8 bits: each column has a scale of its own, and each row of the input.
 *
 * <p>Because no scale is shared by rows, and whole numbers add up exactly in any order, a row's result does not depend on
 * the other rows of the batch, to the last bit. ONNX Runtime's own dynamic quantisation takes one scale for the whole
 * batch; its products by blocks of weights keep the promise, too, and take two to four times as long at 16 rows. See ADR
 * 0011.
 */
final class QuantizedProduct {

    /** Bytes of the input are unsigned; this one is zero. */
    private static final int ZERO = 128;

    /** Keeps a row of zeros from being divided by zero. */
    private static final float SMALLEST_SCALE = 1e-30f;

    private QuantizedProduct() {}

    /** {@code input x weightᵀ}, without a bias. */
    static String add(GraphBuilder graph, String input, int in, int out, String name, Supplier<Tensor> weight) {
        // The scales are a weight of the graph, too, and come with the bytes.
        QuantizedRows[] rows = new QuantizedRows[1];
        String bytes = graph.bytes(
                name + ".bytes",
                QuantizedRows.kind(),
                () -> {
                    rows[0] = QuantizedRows.of(weight.get());
                    return rows[0].columns();
                },
                in,
                out);
        return multiply(graph, input, bytes, graph.weight(name + ".scales", () -> rows[0].scales()));
    }

    /** As above, with weights that are there when the graph runs: {@code [in, out]} and {@code [out]}. */
    static String multiply(GraphBuilder graph, String input, String bytes, String scales) {
        String largest = graph.op(
                "ReduceMax", List.of(graph.op("Abs", List.of(input)), graph.constant(-1)), Attribute.of("keepdims", 0));
        String scale = graph.op(
                "Max",
                List.of(
                        graph.op("Mul", List.of(largest, graph.scalar(1f / QuantizedRows.LARGEST))),
                        graph.scalar(SMALLEST_SCALE)));
        String zero = graph.scalar(ElementKind.UINT8, ZERO);
        String zeros = graph.op("Expand", List.of(zero, graph.op("Shape", List.of(scale))));
        String quantized = graph.op("QuantizeLinear", List.of(input, scale, zeros), Attribute.of("axis", 0));
        String product = graph.fused(
                        "MatMulIntegerToFloat",
                        1,
                        List.of(
                                quantized,
                                bytes,
                                graph.scalar(1f),
                                scales,
                                zero,
                                graph.scalar(QuantizedRows.kind(), QuantizedRows.zero())))
                .getFirst();
        return graph.op("Mul", List.of(product, graph.op("Unsqueeze", List.of(scale, graph.constant(-1)))));
    }
}
