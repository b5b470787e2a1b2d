package dev.scriptorium.engine.layers;

import static dev.scriptorium.engine.onnx.GraphBuilder.NONE;

import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.files.Tensor;
import dev.scriptorium.engine.files.Weights;
import dev.scriptorium.engine.kernels.CachedAttention;
import dev.scriptorium.engine.kernels.KvLayout;
import dev.scriptorium.engine.kernels.Requantizer;
import dev.scriptorium.engine.kernels.ResidualNorm;
import dev.scriptorium.engine.kernels.TokenRanker;
import dev.scriptorium.engine.onnx.Attribute;
import dev.scriptorium.engine.onnx.GraphBuilder;
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
    private final Style style;
    private final Precision precision;
    private final QuantizedProduct quantized;

    /**
     * What the layers of models differ in.
     *
     * @param attentionWidth elements of the queries of all heads
     * @param epsilon what normalisation adds to the variance
     * @param rootMeanSquare whether normalisation divides by the root mean square and neither centres nor shifts (Zhang and
     *     Sennrich 2019); such models have no biases either, and their scores are not scaled
     */
    public record Style(int attentionWidth, float epsilon, boolean rootMeanSquare) {}

    /** With layer normalisation, and heads that divide the hidden state. */
    public Layers(GraphBuilder graph, Weights weights, int width, float epsilon, Precision precision) {
        this(graph, weights, width, new Style(width, epsilon, false), precision);
    }

    /**
     * @param width elements of a hidden state
     * @param precision of the weights of products; tables and everything else are of the graph's kind
     */
    public Layers(GraphBuilder graph, Weights weights, int width, Style style, Precision precision) {
        this.graph = graph;
        this.weights = weights;
        this.width = width;
        this.style = style;
        this.precision = precision;
        this.quantized = new QuantizedProduct(graph);
    }

    /** {@code input x weightᵀ + bias} for all {@code names} in one product: their outputs lie next to each other. */
    public String linear(String input, int in, int out, String... names) {
        return product(
                input, in, out * names.length, joined(names, ".weight"), weights(in, out, names), bias(out, names));
    }

    /** As {@link #linear}, for something that is added to the residual stream. */
    public Change change(String input, int in, int out, String name) {
        if (style.rootMeanSquare()) {
            return new Change.Finished(linear(input, in, out, name));
        }
        return switch (precision) {
            case FLOAT32, FLOAT16 -> new Change.Finished(linear(input, in, out, name));
            case INT8 -> new Change.Quantized(unfinished(input, in, out, name));
            case AUTO -> throw undecided();
        };
    }

    /** What a block adds to the residual stream. */
    public sealed interface Change {

        /** @param value {@code [rows, width]} */
        record Finished(String value) implements Change {}

        record Quantized(QuantizedProduct.Unfinished product) implements Change {}
    }

    private QuantizedProduct.Unfinished unfinished(String input, int in, int out, String name) {
        return quantized.of(input, in, out, name + ".weight", weights(in, out, name), bias(out, name));
    }

    private Supplier<Tensor> weights(int in, int out, String... names) {
        return () -> stacked(names, ".weight", out, in);
    }

    private String bias(int out, String... names) {
        if (style.rootMeanSquare()) {
            return NONE;
        }
        return graph.weight(joined(names, ".bias"), () -> stacked(names, ".bias", out));
    }

    private static String joined(String[] names, String suffix) {
        return String.join("+", names) + suffix;
    }

    /**
     * {@code input x weightᵀ + bias} at the precision of the model; {@code weight} is {@code [out, in]}.
     *
     * @param bias {@code [out]}, or {@link GraphBuilder#NONE}
     */
    public String product(String input, int in, int out, String name, Supplier<Tensor> weight, String bias) {
        return switch (precision) {
            case FLOAT32 ->
                graph.op("Gemm", List.of(input, graph.weight(name, weight), bias), Attribute.of("transB", 1));
            // Not Gemm, which adds up in 16 bits on a processor.
            case FLOAT16 ->
                added(
                        graph.fused(
                                        "FusedMatMul",
                                        1,
                                        List.of(input, graph.weight(name, weight)),
                                        Attribute.of("transB", 1))
                                .getFirst(),
                        bias);
            case INT8 -> quantized.finished(quantized.of(input, in, out, name, weight, bias));
            case AUTO -> throw undecided();
        };
    }

    private static IllegalStateException undecided() {
        return new IllegalStateException("the precision is chosen before the graph is built");
    }

    private String added(String product, String bias) {
        return bias.equals(NONE) ? product : graph.op("Add", List.of(product, bias));
    }

    /**
     * The most likely of some tokens, by weights that are there when the graph runs.
     *
     * @param weights quantised, {@code [in, tokens]}
     * @param scales of the tokens, {@code [tokens]}
     * @param added to the scores, {@code [rows, tokens]}
     * @param count how many are wanted, {@code [1]}
     * @return log-probabilities and columns, {@code [rows, wanted]} each
     */
    public List<String> likeliest(String input, String weights, String scales, String added, String count) {
        return graph.computed(
                new TokenRanker(), quantized.of(input, weights, scales, NONE).with(added, count));
    }

    private Tensor stacked(String[] names, String suffix, int... shape) {
        return Tensor.concatenate(
                Stream.of(names).map(name -> weights.read(name + suffix, shape)).toArray(Tensor[]::new));
    }

    /** Two layers with an activation between them. */
    public Change feedForward(String input, int inner, Activation activation, String first, String second) {
        if (precision == Precision.INT8 && activation.nonlinearity().isPresent() && !style.rootMeanSquare()) {
            QuantizedProduct.Unfinished product = unfinished(input, width, inner, first);
            Requantizer requantizer = new Requantizer(activation.nonlinearity().get(), product.biased());
            return change(known(graph.computed(requantizer, product.with())), inner, width, second);
        }
        return change(activation.apply(graph, linear(input, width, inner, first)), inner, width, second);
    }

    /** Two layers with an activation and a gate between them (Shazeer 2020). */
    public Change gatedFeedForward(
            String input, int inner, Activation activation, String first, String gate, String second) {
        List<String> halves = graph.ops(
                "Split",
                2,
                List.of(linear(input, width, inner, first, gate)),
                Attribute.of("axis", 1),
                Attribute.of("num_outputs", 2));
        String gated = graph.op("Mul", List.of(activation.apply(graph, halves.get(0)), halves.get(1)));
        return change(gated, inner, width, second);
    }

    /** What is there as quantised rows alone goes by the name of their bytes. */
    private String known(List<String> rows) {
        quantized.know(rows.get(0), new QuantizedProduct.Rows(rows.get(0), rows.get(1)));
        return rows.get(0);
    }

    /** Layer normalisation of the sum of an input and what a block made of it. */
    public String addAndNormalise(String input, Change change, String name) {
        return switch (change) {
            case Change.Finished finished ->
                graph.fused(skipNorm(), 1, normalised(input, finished, name), Attribute.of("epsilon", style.epsilon()))
                        .getFirst();
            case Change.Quantized block -> {
                List<String> outputs = normalised(input, block, name, false);
                quantized.know(outputs.get(0), new QuantizedProduct.Rows(outputs.get(1), outputs.get(2)));
                yield outputs.get(0);
            }
        };
    }

    /** The sum of an input and what a block made of it, and its layer normalisation, which only products may take. */
    Sum addKeepingSum(String input, Change change, String name) {
        return switch (change) {
            case Change.Finished finished -> {
                List<String> outputs = graph.fused(
                        skipNorm(),
                        new int[] {0, 3},
                        normalised(input, finished, name),
                        Attribute.of("epsilon", style.epsilon()));
                yield new Sum(outputs.get(1), outputs.get(0));
            }
            case Change.Quantized block -> {
                List<String> outputs = normalised(input, block, name, true);
                yield new Sum(outputs.get(0), known(outputs.subList(1, 3)));
            }
        };
    }

    record Sum(String sum, String normalised) {}

    private List<String> normalised(String input, Change.Finished change, String name) {
        return style.rootMeanSquare()
                ? List.of(input, change.value(), gain(name))
                : List.of(input, change.value(), gain(name), shift(name));
    }

    private String skipNorm() {
        return style.rootMeanSquare() ? "SkipSimplifiedLayerNormalization" : "SkipLayerNormalization";
    }

    private List<String> normalised(String input, Change.Quantized change, String name, boolean keepingSum) {
        ResidualNorm norm = new ResidualNorm(style.epsilon(), change.product().biased(), keepingSum);
        return graph.computed(norm, change.product().with(input, gain(name), shift(name)));
    }

    private String gain(String norm) {
        return normWeight(norm, ".weight", ".gamma");
    }

    private String shift(String norm) {
        return normWeight(norm, ".bias", ".beta");
    }

    public String normalise(String input, String name) {
        return graph.op(
                style.rootMeanSquare() ? "SimplifiedLayerNormalization" : "LayerNormalization",
                style.rootMeanSquare() ? List.of(input, gain(name)) : List.of(input, gain(name), shift(name)),
                Attribute.of("axis", -1),
                Attribute.of("epsilon", style.epsilon()));
    }

    /** Older models say gamma and beta. */
    private String normWeight(String name, String suffix, String olderSuffix) {
        String found = weights.has(name + suffix) ? name + suffix : name + olderSuffix;
        return graph.weight(name + suffix, () -> weights.read(found, width));
    }

    /** Queries, keys and values of one input, each {@code [batch, length, attention width]}. */
    public List<String> queryKeyValue(String input, String batchShape, String query, String key, String value) {
        String together = linear(input, width, style.attentionWidth(), query, key, value);
        return graph
                .ops("Split", 3, List.of(together), Attribute.of("axis", 1), Attribute.of("num_outputs", 3))
                .stream()
                .map(part -> reshape(part, batchShape))
                .toList();
    }

    /** As {@link #attention(String, String, String, String, String, int)}, whatever the distance. */
    public String attention(String queries, String keys, String values, String mask, int heads) {
        return attention(queries, keys, values, mask, NONE, heads);
    }

    /**
     * Attention of every query to every key; the result is {@code [rows, attention width]}.
     *
     * @param keys {@code [batch, length, width]}, or {@code [batch, heads, length, width / heads]}
     * @param mask {@code [batch, length]}, 0 where a key is padding, or {@link GraphBuilder#NONE}
     * @param bias {@code [1, heads, length, length]}, added to the scores, or {@link GraphBuilder#NONE}
     */
    public String attention(String queries, String keys, String values, String mask, String bias, int heads) {
        float scale = style.rootMeanSquare() ? 1 : (float) (1 / Math.sqrt((double) style.attentionWidth() / heads));
        String attended = graph.fused(
                        "MultiHeadAttention",
                        1,
                        List.of(queries, keys, values, NONE, mask, bias),
                        Attribute.of("num_heads", heads),
                        Attribute.of("scale", scale),
                        Attribute.of("mask_filter_value", -1.0e9f))
                .getFirst();
        return reshape(attended, graph.constant(-1, style.attentionWidth()));
    }

    /**
     * What attention by length reads: every slot holds as many tokens as it holds, whatever the others hold.
     *
     * @param keys {@code [slots, heads, room, width / heads]}
     * @param values as the keys
     * @param last {@code [slots]}, the place of the last token that is attended to
     */
    public record Slots(String keys, String values, String last) {}

    /**
     * Attention of one new token of each row to what its slot holds and to itself; its key and value are added to the slot.
     *
     * @param projected {@code [rows, 3 * attention width]}, queries, keys and values of the new tokens side by side
     * @param byDistance {@code [heads, distances]}, added to the scores, or {@link GraphBuilder#NONE}
     */
    public String attentionAppending(String projected, Slots slots, KvLayout layout, int heads, String byDistance) {
        return attention(heads, layout, true, projected, slots, byDistance, List.of(), NONE);
    }

    /** Attention of rows {@code [rows, width]} to slots that are only read, as many rows that follow each other to each. */
    public String attentionReading(String queries, Slots slots, KvLayout numbers, int heads) {
        return attention(heads, numbers, false, queries, slots, NONE, List.of(), NONE);
    }

    /**
     * As {@link #attentionReading}, and the mean weights of the heads {@code aligning} are written to the memory
     * {@code weights}: {@code [rows, positions]}.
     */
    public String attentionAligning(
            String queries, Slots slots, KvLayout numbers, int heads, List<Integer> aligning, String weights) {
        return attention(heads, numbers, false, queries, slots, NONE, aligning, weights);
    }

    private String attention(
            int heads,
            KvLayout layout,
            boolean appending,
            String projected,
            Slots slots,
            String byDistance,
            List<Integer> aligning,
            String weights) {
        boolean relative = !byDistance.equals(NONE);
        CachedAttention attention = new CachedAttention(
                heads, style.attentionWidth() / heads, layout, appending, !style.rootMeanSquare(), relative, aligning);
        List<String> inputs = Stream.of(projected, slots.keys(), slots.values(), slots.last(), byDistance, weights)
                .filter(input -> !input.equals(NONE))
                .toList();
        return graph.computed(attention, inputs).getFirst();
    }

    /**
     * As {@link #attentionAppending}, for a device.
     *
     * @param longest the most tokens of a slot
     */
    public Cached attentionOnDevice(String projected, Slots slots, String longest, int heads) {
        String queries = reshape(projected, graph.constant(-1, 1, 3L * width));
        List<String> outputs = graph.fused(
                "GroupQueryAttention",
                3,
                List.of(queries, NONE, NONE, slots.keys(), slots.values(), slots.last(), longest),
                Attribute.of("num_heads", heads),
                Attribute.of("kv_num_heads", heads));
        return new Cached(rows(outputs.get(0)), outputs.get(1), outputs.get(2));
    }

    /**
     * What attention gave, and all keys and values so far.
     *
     * @param output {@code [rows, width]}
     * @param keys {@code [slots, heads, room, width / heads]}; they have to be the memory that was read
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
