package dev.scriptorium.engine.layers;

import dev.scriptorium.engine.files.Tensor;
import dev.scriptorium.engine.kernels.Dequantizer;
import dev.scriptorium.engine.kernels.RowQuantizer;
import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.GraphBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Products with weights of 8 bits: each column has a scale of its own, and each row of the input.
 *
 * <p>Because no scale is shared by rows, and whole numbers add up exactly in any order, a row's result does not depend on
 * the other rows of the batch, to the last bit. ONNX Runtime's own dynamic quantisation takes one scale for the whole
 * batch; its products by blocks of weights keep the promise, too, and take two to four times as long at 16 rows. See ADRs
 * 0011 and 0023. For one thread.
 */
final class QuantizedProduct {

    private final GraphBuilder graph;
    /** By the name of the numbers that they stand for. */
    private final Map<String, Rows> known = new HashMap<>();

    QuantizedProduct(GraphBuilder graph) {
        this.graph = graph;
    }

    /**
     * Quantised rows.
     *
     * @param scales {@code [rows]}
     */
    record Rows(String bytes, String scales) {}

    /**
     * A product that is to be finished: each row times its scale, and the bias.
     *
     * @param bias {@code [width]}, or {@link GraphBuilder#NONE}
     */
    record Unfinished(String product, String scales, String bias) {

        boolean biased() {
            return !bias.equals(GraphBuilder.NONE);
        }

        /** What a kernel that finishes it takes, and what it takes besides. */
        List<String> with(String... others) {
            Stream<String> all = biased() ? Stream.of(product, scales, bias) : Stream.of(product, scales);
            return Stream.concat(all, Stream.of(others)).toList();
        }
    }

    /** Says that the numbers of this name are there as quantised rows already. */
    void know(String numbers, Rows rows) {
        known.put(numbers, rows);
    }

    private Rows quantized(String numbers) {
        return known.computeIfAbsent(numbers, input -> {
            List<String> outputs = graph.computed(new RowQuantizer(), List.of(input));
            return new Rows(outputs.get(0), outputs.get(1));
        });
    }

    /** {@code input x weightᵀ}. */
    Unfinished of(String input, int in, int out, String name, Supplier<Tensor> weight, String bias) {
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
        return of(input, bytes, graph.weight(name + ".scales", () -> rows[0].scales()), bias);
    }

    /** As above, with weights that are there when the graph runs: {@code [in, out]} and {@code [out]}. */
    Unfinished of(String input, String bytes, String scales, String bias) {
        Rows rows = quantized(input);
        String product = graph.fused(
                        "MatMulIntegerToFloat",
                        1,
                        List.of(
                                rows.bytes(),
                                bytes,
                                graph.scalar(1f),
                                scales,
                                graph.scalar(ElementKind.UINT8, RowQuantizer.ZERO),
                                graph.scalar(QuantizedRows.kind(), QuantizedRows.zero())))
                .getFirst();
        return new Unfinished(product, rows.scales(), bias);
    }

    String finished(Unfinished product) {
        return graph.computed(new Dequantizer(product.biased()), product.with()).getFirst();
    }
}
