package dev.scriptorium.inference.engine.layers;

import static dev.scriptorium.inference.engine.onnx.GraphBuilder.NONE;

import dev.scriptorium.inference.engine.EngineSettings.Precision;
import dev.scriptorium.inference.engine.files.Tensor;
import dev.scriptorium.inference.engine.files.Weights;
import dev.scriptorium.inference.engine.onnx.Attribute;
import dev.scriptorium.inference.engine.onnx.GraphBuilder;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Adds transformer layers to a graph, with weights under the names that transformers gives them.
 *
 * <p>Hidden states are two-dimensional, {@code [rows, width]}, everywhere: matrix products with their bias are then one
 * operator. Only inside attention they are {@code [batch, length, width]}. For one thread.
 */
public final class Layers {

    private final GraphBuilder graph;
    private final Weights weights;
    private final int width;
    private final float epsilon;
    private final Precision precision;

    /**
     * @param width numbers in a hidden state
     * @param epsilon what layer normalisation adds to the variance
     * @param precision of the weights of products; tables and everything else stay 32-bit floats
     */
    public Layers(GraphBuilder graph, Weights weights, int width, float epsilon, Precision precision) {
        this.graph = graph;
        this.weights = weights;
        this.width = width;
        this.epsilon = epsilon;
        this.precision = precision;
    }

    /** {@code input x weightᵀ + bias} for all {@code names} in one product: their outputs lie next to each other. */
    public String linear(String input, int in, int out, String... names) {
        String together = String.join("+", names);
        return product(
                input,
                in,
                out * names.length,
                together + ".weight",
                () -> stacked(names, ".weight", out, in),
                graph.weight(together + ".bias", () -> stacked(names, ".bias", out)));
    }

    /** {@code input x weightᵀ + bias} at the precision of the model; {@code weight} is {@code [out, in]}. */
    public String product(String input, int in, int out, String name, Supplier<Tensor> weight, String bias) {
        return switch (precision) {
            case FLOAT32 ->
                graph.op("Gemm", List.of(input, graph.weight(name, weight), bias), Attribute.of("transB", 1));
            case INT8 -> graph.op("Add", List.of(QuantizedProduct.add(graph, input, in, out, name, weight), bias));
        };
    }

    private Tensor stacked(String[] names, String suffix, int... shape) {
        return Tensor.concatenate(
                Stream.of(names).map(name -> weights.read(name + suffix, shape)).toArray(Tensor[]::new));
    }

    /** Two layers with an activation between them. */
    public String feedForward(String input, int inner, Activation activation, String first, String second) {
        String wide = activation.apply(graph, linear(input, width, inner, first));
        return linear(wide, inner, width, second);
    }

    /** Layer normalisation of the sum of an input and what a block made of it. */
    public String addAndNormalise(String input, String change, String name) {
        return graph.fused(
                        "SkipLayerNormalization", 1, normalised(input, change, name), Attribute.of("epsilon", epsilon))
                .getFirst();
    }

    /** The sum of an input and what a block made of it, and its layer normalisation. */
    Sum addKeepingSum(String input, String change, String name) {
        List<String> outputs = graph.fused(
                "SkipLayerNormalization",
                new int[] {0, 3},
                normalised(input, change, name),
                Attribute.of("epsilon", epsilon));
        return new Sum(outputs.get(1), outputs.get(0));
    }

    record Sum(String sum, String normalised) {}

    private List<String> normalised(String input, String change, String name) {
        return List.of(input, change, normWeight(name, ".weight", ".gamma"), normWeight(name, ".bias", ".beta"));
    }

    public String normalise(String input, String name) {
        return graph.op(
                "LayerNormalization",
                List.of(input, normWeight(name, ".weight", ".gamma"), normWeight(name, ".bias", ".beta")),
                Attribute.of("axis", -1),
                Attribute.of("epsilon", epsilon));
    }

    /** Older models say gamma and beta. */
    private String normWeight(String name, String suffix, String olderSuffix) {
        String found = weights.has(name + suffix) ? name + suffix : name + olderSuffix;
        return graph.weight(name + suffix, () -> weights.read(found, width));
    }

    /** Queries, keys and values of one input, each {@code [batch, length, width]}. */
    public List<String> queryKeyValue(String input, String batchShape, String query, String key, String value) {
        String together = linear(input, width, width, query, key, value);
        return graph
                .ops("Split", 3, List.of(together), Attribute.of("axis", 1), Attribute.of("num_outputs", 3))
                .stream()
                .map(part -> reshape(part, batchShape))
                .toList();
    }

    /**
     * Attention of every query to every key; the result is {@code [rows, width]}.
     *
     * @param keys {@code [batch, length, width]}, or {@code [batch, heads, length, width / heads]}
     * @param mask {@code [batch, length]}, 0 where a key is padding, or {@link GraphBuilder#NONE}
     */
    public String attention(String queries, String keys, String values, String mask, int heads) {
        String attended = graph.fused(
                        "MultiHeadAttention",
                        1,
                        List.of(queries, keys, values, NONE, mask),
                        Attribute.of("num_heads", heads),
                        Attribute.of("mask_filter_value", -1.0e9f))
                .getFirst();
        return rows(attended);
    }

    /**
     * Attention of the newest token of each row to itself and all before it, with keys and values in slots: each row has as
     * many as {@code past} says, whatever the others have.
     *
     * @param projected queries, keys and values side by side, {@code [rows, 3 * width]}
     * @param keys {@code [rows, heads, room, width / heads]}; the result's keys are to be the same memory
     * @param past {@code [rows]}, how many tokens came before
     * @param longest the most tokens of a row, the new one included
     */
    public Cached slotAttention(String projected, String keys, String values, String past, String longest, int heads) {
        List<String> outputs = graph.fused(
                "GroupQueryAttention",
                3,
                List.of(reshape(projected, graph.constant(-1, 1, 3 * width)), NONE, NONE, keys, values, past, longest),
                Attribute.of("num_heads", heads),
                Attribute.of("kv_num_heads", heads));
        return new Cached(rows(outputs.get(0)), outputs.get(1), outputs.get(2));
    }

    /**
     * What attention gave, and all keys and values so far.
     *
     * @param output {@code [rows, width]}
     * @param keys {@code [rows, heads, room, width / heads]}
     * @param values as the keys
     */
    public record Cached(String output, String keys, String values) {}

    public String reshape(String input, String shape) {
        return graph.op("Reshape", List.of(input, shape));
    }

    /** As {@code [rows, width]}. */
    public String rows(String input) {
        return reshape(input, graph.constant(-1, width));
    }
}
