package dev.scriptorium.inference.engine.bert;

import dev.scriptorium.inference.engine.EngineSettings.Precision;
import dev.scriptorium.inference.engine.files.Weights;
import dev.scriptorium.inference.engine.layers.Layers;
import dev.scriptorium.inference.engine.onnx.Attribute;
import dev.scriptorium.inference.engine.onnx.ElementKind;
import dev.scriptorium.inference.engine.onnx.GraphBuilder;
import java.util.List;

/** Writes a BERT model as a graph: {@code tokens} and {@code mask} {@code [batch, length]} to one row for each input. */
final class BertGraph {

    static final String TOKENS = "tokens";
    static final String MASK = "mask";
    static final String RESULT = "result";

    private final BertConfig config;
    private final Weights weights;
    private final GraphBuilder graph = new GraphBuilder("bert");
    private final Layers layers;
    private final String prefix;
    private final String tokens;
    private final String mask;
    private final String batchShape;

    private BertGraph(BertConfig config, Weights weights, Precision precision) {
        this.config = config;
        this.weights = weights;
        this.layers = new Layers(graph, weights, config.width(), config.epsilon(), precision);
        // A model that was saved with a head on it has all names under "bert.".
        this.prefix = weights.has("bert.embeddings.word_embeddings.weight") ? "bert." : "";
        this.tokens = graph.input(TOKENS, ElementKind.INT64, "batch", "length");
        this.mask = graph.input(MASK, ElementKind.INT32, "batch", "length");
        this.batchShape = graph.op(
                "Concat",
                List.of(graph.op("Shape", List.of(tokens)), graph.constant(config.width())),
                Attribute.of("axis", 0));
    }

    /** The result is a vector of length 1: {@code [batch, width]}. */
    static GraphBuilder embedding(BertConfig config, Weights weights, Pooling pooling, Precision precision) {
        BertGraph bert = new BertGraph(config, weights, precision);
        String hidden = bert.hidden();
        String pooled = switch (pooling) {
            case MEAN -> bert.mean(hidden);
            case FIRST -> bert.first(hidden);
        };
        String unit = bert.graph.op("LpNormalization", List.of(pooled), Attribute.of("axis", -1), Attribute.of("p", 2));
        bert.graph.output(RESULT, unit, ElementKind.FLOAT, "batch", config.width());
        return bert.graph;
    }

    /** The result is a probability for each label: {@code [batch, labels]}. */
    static GraphBuilder classification(BertConfig config, Weights weights, int labels, Precision precision) {
        BertGraph bert = new BertGraph(config, weights, precision);
        String first = bert.first(bert.hidden());
        String pooled = bert.graph.op(
                "Tanh",
                List.of(bert.layers.linear(first, config.width(), config.width(), bert.prefix + "pooler.dense")));
        String scores = bert.layers.linear(pooled, config.width(), labels, "classifier");
        String probabilities = bert.graph.op("Softmax", List.of(scores), Attribute.of("axis", -1));
        bert.graph.output(RESULT, probabilities, ElementKind.FLOAT, "batch", labels);
        return bert.graph;
    }

    /** {@code [batch * length, width]}. */
    private String hidden() {
        String hidden = layers.normalise(embeddings(), prefix + "embeddings.LayerNorm");
        for (int layer = 0; layer < config.layers(); layer++) {
            hidden = layer(hidden, prefix + "encoder.layer." + layer);
        }
        return hidden;
    }

    private String embeddings() {
        String words = table("word_embeddings", config.vocabulary());
        String types = table("token_type_embeddings", config.types());
        String length = graph.op("Gather", List.of(graph.op("Shape", List.of(tokens)), graph.constant(1)));
        String positions =
                graph.op("Slice", List.of(table("position_embeddings", config.positions()), graph.constant(0), length));
        String first = graph.op("Gather", List.of(types, graph.constant(0)));
        String sum = graph.op("Add", List.of(graph.op("Gather", List.of(words, tokens)), first));
        return layers.rows(graph.op("Add", List.of(sum, positions)));
    }

    private String table(String name, int rows) {
        String full = prefix + "embeddings." + name + ".weight";
        return graph.weight(full, () -> weights.read(full, rows, config.width()));
    }

    private String layer(String input, String name) {
        String self = name + ".attention.self.";
        List<String> projected = layers.queryKeyValue(input, batchShape, self + "query", self + "key", self + "value");
        String attended = layers.attention(projected.get(0), projected.get(1), projected.get(2), mask, config.heads());
        Layers.Change changed =
                layers.change(attended, config.width(), config.width(), name + ".attention.output.dense");
        String hidden = layers.addAndNormalise(input, changed, name + ".attention.output.LayerNorm");
        Layers.Change further = layers.feedForward(
                hidden, config.inner(), config.activation(), name + ".intermediate.dense", name + ".output.dense");
        return layers.addAndNormalise(hidden, further, name + ".output.LayerNorm");
    }

    /** {@code [batch, width]}: the mean over the tokens that the mask shows. */
    private String mean(String hidden) {
        String shown = graph.op("Cast", List.of(mask), Attribute.of("to", 1));
        String column = graph.op("Unsqueeze", List.of(shown, graph.constant(-1)));
        String visible = graph.op("Mul", List.of(layers.reshape(hidden, batchShape), column));
        Attribute dropped = Attribute.of("keepdims", 0);
        String sum = graph.op("ReduceSum", List.of(visible, graph.constant(1)), dropped);
        String count = graph.op("ReduceSum", List.of(column, graph.constant(1)), dropped);
        return graph.op("Div", List.of(sum, count));
    }

    /** {@code [batch, width]}: the first token's. */
    private String first(String hidden) {
        String first = graph.op(
                "Slice",
                List.of(layers.reshape(hidden, batchShape), graph.constant(0), graph.constant(1), graph.constant(1)));
        return layers.rows(first);
    }
}
