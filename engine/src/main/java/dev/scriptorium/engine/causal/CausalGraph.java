package dev.scriptorium.engine.causal;

import static dev.scriptorium.engine.onnx.GraphBuilder.NONE;

import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.files.Tensor;
import dev.scriptorium.engine.files.Weights;
import dev.scriptorium.engine.kernels.KvLayout;
import dev.scriptorium.engine.kernels.PagedAttention;
import dev.scriptorium.engine.layers.Layers;
import dev.scriptorium.engine.layers.Residual;
import dev.scriptorium.engine.onnx.Attribute;
import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.GraphBuilder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes a decoder-only model as one graph.
 *
 * <p>A row is a token of any sequence, at any position: {@code tokens}, {@code positions} and {@code sequences}: [rows].
 * Prompts that are read and sequences that are continued are rows of the same run. {@code tables}: [sequences, pages] says
 * where a sequence's keys and values lie. {@code wanted}: [wanted] names the rows whose {@code scores} are computed:
 * [wanted, vocabulary].
 */
final class CausalGraph {

    static final String TOKENS = "tokens";
    static final String POSITIONS = "positions";
    static final String SEQUENCES = "sequences";
    static final String TABLES = "tables";
    static final String WANTED = "wanted";
    static final String SCORES = "scores";

    private final CausalConfig config;
    private final Weights weights;
    private final Precision precision;
    private final GraphBuilder graph = new GraphBuilder("causal");
    private final Layers layers;
    private final CausalNames names;
    private final Map<RotaryPositions, String> angles = new IdentityHashMap<>();

    CausalGraph(CausalConfig config, Weights weights, Precision precision) {
        this.config = config;
        this.weights = weights;
        this.precision = precision;
        boolean rootMeanSquare = config.family() != CausalFamily.GPT2;
        Layers.Style style = new Layers.Style(config.queryWidth(), config.epsilon(), rootMeanSquare);
        this.layers = new Layers(graph, weights, config.width(), style, precision);
        this.names = CausalNames.of(config.family(), weights);
    }

    /** Keys and values of all layers, keys first in each. */
    static List<String> pageNames(CausalConfig config) {
        return IntStream.range(0, config.layers().size())
                .boxed()
                .flatMap(layer -> Stream.of("keys_" + layer, "values_" + layer))
                .toList();
    }

    /** What pages hold: half as many bytes where weights are bytes, too. */
    static ElementKind pageKind(CausalConfig config, Precision precision) {
        return precision == Precision.INT8 && config.headWidth() % 2 == 0 ? ElementKind.BFLOAT16 : ElementKind.FLOAT;
    }

    GraphBuilder graph() {
        graph.input(TOKENS, ElementKind.INT32, "rows");
        graph.input(POSITIONS, ElementKind.INT32, "rows");
        graph.input(SEQUENCES, ElementKind.INT32, "rows");
        graph.input(TABLES, ElementKind.INT32, "sequences", "pages_of_each");
        graph.input(WANTED, ElementKind.INT32, "wanted");
        Residual stream = Residual.normalisedBefore(layers);
        stream.begin(embedded());
        for (int i = 0; i < config.layers().size(); i++) {
            int layer = i;
            stream.block(norm(names.attentionNorm(layer)), input -> attention(input, layer));
            stream.block(norm(names.feedForwardNorm(layer)), input -> feedForward(input, layer));
        }
        String last = stream.end(norm(names.lastNorm()));
        graph.output(SCORES, scores(last), ElementKind.FLOAT, "wanted", config.vocabulary());
        return graph;
    }

    private String embedded() {
        String embedded = graph.op("Gather", List.of(table(), TOKENS));
        if (config.family() == CausalFamily.GPT2) {
            String places = graph.weight(
                    names.positions(), () -> weights.read(names.positions(), config.maxPositions(), config.width()));
            return graph.op("Add", List.of(embedded, graph.op("Gather", List.of(places, POSITIONS))));
        }
        return config.embeddingScale() == 1
                ? embedded
                : graph.op("Mul", List.of(embedded, graph.scalar(config.embeddingScale())));
    }

    private String table() {
        return graph.weight(names.tokens(), this::readTable);
    }

    private Tensor readTable() {
        return weights.read(names.tokens(), config.vocabulary(), config.width());
    }

    private String scores(String hidden) {
        String rows = graph.op("Gather", List.of(hidden, WANTED));
        String output = config.tied() ? names.tokens() : CausalNames.OUTPUT;
        String scores = layers.product(
                rows,
                config.width(),
                config.vocabulary(),
                output,
                () -> weights.read(output, config.vocabulary(), config.width()),
                NONE);
        if (config.outputCap() == 0) {
            return scores;
        }
        String cap = graph.scalar(config.outputCap());
        String bent = graph.op("Tanh", List.of(graph.op("Div", List.of(scores, cap))));
        return graph.op("Mul", List.of(bent, cap));
    }

    /** Gemma stores gains less 1: the graph has the gain itself under the name that layers ask for. */
    private String norm(String name) {
        if (config.family() == CausalFamily.GEMMA) {
            gain(name, config.width());
        }
        return name;
    }

    private String gain(String name, int width) {
        String weight = name + ".weight";
        return graph.weight(weight, () -> {
            Tensor read = weights.read(weight, width);
            return config.family() == CausalFamily.GEMMA ? plusOne(read) : read;
        });
    }

    private static Tensor plusOne(Tensor stored) {
        Tensor gains = Tensor.allocate(stored.shape());
        for (int i = 0; i < stored.values().limit(); i++) {
            gains.values().put(i, 1 + stored.values().get(i));
        }
        return gains;
    }

    private Layers.Change attention(String input, int layer) {
        int together = config.queryWidth() + 2 * config.keyWidth();
        String projected = product(input, config.width(), together, names.projections(layer, config));
        CausalConfig.Layer shape = config.layers().get(layer);
        RotaryPositions rotary = shape.rotary();
        PagedAttention attention = new PagedAttention(
                config.heads(),
                config.keyHeads(),
                config.headWidth(),
                KvLayout.of(pageKind(config, precision)),
                rotary == null ? 0 : 2 * rotary.frequencies().length,
                config.normalisedHeads(),
                config.epsilon(),
                shape.window(),
                config.scoreScale(),
                config.scoreCap());
        List<String> inputs = new ArrayList<>(
                List.of(projected, pages("keys_" + layer), pages("values_" + layer), POSITIONS, SEQUENCES, TABLES));
        if (rotary != null) {
            inputs.add(angles(rotary));
        }
        if (config.normalisedHeads()) {
            inputs.add(gain(names.queryNorm(layer), config.headWidth()));
            inputs.add(gain(names.keyNorm(layer), config.headWidth()));
        }
        String attended = graph.computed(attention, inputs).getFirst();
        return change(
                product(attended, config.queryWidth(), config.width(), List.of(names.attentionOutput(layer, config))),
                names.attentionEnd(layer));
    }

    private String angles(RotaryPositions rotary) {
        return angles.computeIfAbsent(
                rotary,
                positions -> graph.weight("angles_" + angles.size(), () -> positions.table(config.maxPositions())));
    }

    private String pages(String name) {
        return graph.input(
                name, pageKind(config, precision), "pages", config.keyHeads(), PagedAttention.PAGE, config.headWidth());
    }

    private Layers.Change feedForward(String input, int layer) {
        String first = product(
                input,
                config.width(),
                names.gated() ? 2 * config.inner() : config.inner(),
                names.feedForwardInputs(layer, config));
        String inner = first;
        if (names.gated()) {
            List<String> halves =
                    graph.ops("Split", 2, List.of(first), Attribute.of("axis", 1), Attribute.of("num_outputs", 2));
            inner = graph.op("Mul", List.of(config.activation().apply(graph, halves.get(0)), halves.get(1)));
        } else {
            inner = config.activation().apply(graph, first);
        }
        return change(
                product(inner, config.inner(), config.width(), List.of(names.feedForwardOutput(layer, config))),
                names.feedForwardEnd(layer));
    }

    /** @param end the normalisation of what a block gives; empty where there is none */
    private Layers.Change change(String value, String end) {
        return new Layers.Change.Finished(end.isEmpty() ? value : layers.normalise(value, norm(end)));
    }

    private String product(String input, int in, int out, List<CausalNames.Linear> parts) {
        String name =
                String.join("+", parts.stream().map(CausalNames.Linear::name).toList());
        boolean biased = parts.stream().anyMatch(part -> weights.has(part.name() + ".bias"));
        String bias = biased
                ? graph.weight(
                        name + ".bias",
                        () -> Tensor.concatenate(parts.stream()
                                .map(part -> weights.read(part.name() + ".bias", part.out()))
                                .toArray(Tensor[]::new)))
                : NONE;
        return layers.product(
                input,
                in,
                out,
                name + ".weight",
                () -> Tensor.concatenate(
                        parts.stream().map(part -> weight(part, in)).toArray(Tensor[]::new)),
                bias);
    }

    private Tensor weight(CausalNames.Linear part, int in) {
        return part.columns()
                ? transposed(weights.read(part.name() + ".weight", in, part.out()))
                : weights.read(part.name() + ".weight", part.out(), in);
    }

    private static Tensor transposed(Tensor columns) {
        int in = columns.shape()[0];
        int out = columns.shape()[1];
        Tensor rows = Tensor.allocate(out, in);
        FloatBuffer from = columns.values();
        for (int i = 0; i < in; i++) {
            for (int j = 0; j < out; j++) {
                rows.values().put(j * in + i, from.get(i * out + j));
            }
        }
        return rows;
    }
}
