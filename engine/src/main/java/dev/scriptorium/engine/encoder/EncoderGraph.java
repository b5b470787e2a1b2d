package dev.scriptorium.engine.encoder;

import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.files.Weights;
import dev.scriptorium.engine.layers.Layers;
import dev.scriptorium.engine.onnx.Attribute;
import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.GraphBuilder;
import java.util.List;

/** Writes an encoder as a graph: {@code tokens} and {@code mask} {@code [batch, length]} to numbers for each input. */
final class EncoderGraph {

    static final String TOKENS = "tokens";
    static final String MASK = "mask";
    static final String RESULT = "result";

    private final EncoderConfig config;
    private final Weights weights;
    private final GraphBuilder graph;
    private final Layers layers;
    private final String prefix;
    private final String tokens;
    private final String mask;
    private final String batchShape;

    private EncoderGraph(EncoderConfig config, Weights weights, Precision precision) {
        this.config = config;
        this.weights = weights;
        this.graph = new GraphBuilder("encoder", ElementKind.of(precision));
        this.layers = new Layers(graph, weights, config.hiddenSize(), config.epsilon(), precision);
        String saved = config.family().prefix();
        this.prefix = weights.has(saved + "embeddings.word_embeddings.weight") ? saved : "";
        this.tokens = graph.input(TOKENS, ElementKind.INT64, "batch", "length");
        this.mask = graph.input(MASK, ElementKind.INT32, "batch", "length");
        this.batchShape = graph.op(
                "Concat",
                List.of(graph.op("Shape", List.of(tokens)), graph.constant(config.hiddenSize())),
                Attribute.of("axis", 0));
    }

    /** The result is one vector for each input: {@code [batch, width]}. */
    static GraphBuilder embedding(EncoderConfig config, Weights weights, Pooling pooling, Precision precision) {
        EncoderGraph encoder = new EncoderGraph(config, weights, precision);
        String hidden = encoder.hidden();
        String pooled = switch (pooling) {
            case MEAN -> encoder.mean(hidden);
            case MAX -> encoder.max(hidden);
            case FIRST -> encoder.first(hidden);
        };
        return encoder.giving(pooled, "batch", config.hiddenSize());
    }

    /** The result is a score for each label: {@code [batch, labels]}. */
    static GraphBuilder classification(EncoderConfig config, Weights weights, int labels, Precision precision) {
        EncoderGraph encoder = new EncoderGraph(config, weights, precision);
        String first = encoder.first(encoder.hidden());
        String scores = switch (config.family()) {
            case BERT -> encoder.head(first, encoder.prefix + "pooler.dense", "Tanh", "classifier", labels);
            case ROBERTA -> encoder.head(first, "classifier.dense", "Tanh", "classifier.out_proj", labels);
            case DISTILBERT -> encoder.head(first, "pre_classifier", "Relu", "classifier", labels);
        };
        return encoder.giving(scores, "batch", labels);
    }

    /** The result is a score for each label of each token: {@code [batch * length, labels]}. */
    static GraphBuilder tokenClassification(EncoderConfig config, Weights weights, int labels, Precision precision) {
        EncoderGraph encoder = new EncoderGraph(config, weights, precision);
        String scores = encoder.layers.linear(encoder.hidden(), config.hiddenSize(), labels, "classifier");
        return encoder.giving(scores, "rows", labels);
    }

    private GraphBuilder giving(String result, Object... shape) {
        graph.output(RESULT, graph.asFloat(result), ElementKind.FLOAT, shape);
        return graph;
    }

    private String head(String input, String dense, String activation, String out, int labels) {
        String wide =
                graph.op(activation, List.of(layers.linear(input, config.hiddenSize(), config.hiddenSize(), dense)));
        return layers.linear(wide, config.hiddenSize(), labels, out);
    }

    /** {@code [batch * length, width]}. */
    private String hidden() {
        String hidden = layers.normalise(embeddings(), prefix + "embeddings.LayerNorm");
        for (int layer = 0; layer < config.layers(); layer++) {
            hidden = layer(
                    hidden,
                    prefix + config.family().layer(layer),
                    config.family().names());
        }
        return hidden;
    }

    private String embeddings() {
        String words = table("word_embeddings", config.vocabSize());
        String length = graph.op("Gather", List.of(graph.op("Shape", List.of(tokens)), graph.constant(1)));
        String start = graph.constant(config.firstPosition());
        String end = graph.op("Add", List.of(length, start));
        String positions = graph.op("Slice", List.of(table("position_embeddings", config.maxPositions()), start, end));
        String sum = graph.op("Add", List.of(graph.op("Gather", List.of(words, tokens)), positions));
        if (config.types() > 0) {
            String first =
                    graph.op("Gather", List.of(table("token_type_embeddings", config.types()), graph.constant(0)));
            sum = graph.op("Add", List.of(sum, first));
        }
        return layers.rows(sum);
    }

    private String table(String name, int rows) {
        String full = prefix + "embeddings." + name + ".weight";
        return graph.weight(full, () -> weights.read(full, rows, config.hiddenSize()));
    }

    private String layer(String input, String name, Family.Layer names) {
        List<String> projected =
                layers.queryKeyValue(input, batchShape, name + names.query(), name + names.key(), name + names.value());
        String attended = layers.attention(projected.get(0), projected.get(1), projected.get(2), mask, config.heads());
        Layers.Change changed =
                layers.change(attended, config.hiddenSize(), config.hiddenSize(), name + names.attended());
        String hidden = layers.addAndNormalise(input, changed, name + names.attendedNorm());
        Layers.Change further = layers.feedForward(
                hidden, config.ffnDim(), config.activation(), name + names.wide(), name + names.narrow());
        return layers.addAndNormalise(hidden, further, name + names.norm());
    }

    /** {@code [batch, length, 1]}: 1 for a token, 0 for filling. */
    private String column() {
        return graph.op("Unsqueeze", List.of(graph.cast(mask, graph.real()), graph.constant(-1)));
    }

    /** {@code [batch, width]}: the mean over the tokens that the mask shows. */
    private String mean(String hidden) {
        String column = column();
        String visible = graph.op("Mul", List.of(layers.reshape(hidden, batchShape), column));
        Attribute dropped = Attribute.of("keepdims", 0);
        String sum = graph.op("ReduceSum", List.of(visible, graph.constant(1)), dropped);
        String count = graph.op("ReduceSum", List.of(column, graph.constant(1)), dropped);
        return graph.op("Div", List.of(sum, count));
    }

    /** {@code [batch, width]}: the largest of each column over the tokens that the mask shows; 16 bits hold up to 65,504. */
    private String max(String hidden) {
        String hiddenFilling =
                graph.op("Mul", List.of(graph.op("Sub", List.of(column(), graph.scalar(1))), graph.scalar(1e4f)));
        String visible = graph.op("Add", List.of(layers.reshape(hidden, batchShape), hiddenFilling));
        return graph.op("ReduceMax", List.of(visible, graph.constant(1)), Attribute.of("keepdims", 0));
    }

    /** {@code [batch, width]}: the first token's. */
    private String first(String hidden) {
        String first = graph.op(
                "Slice",
                List.of(layers.reshape(hidden, batchShape), graph.constant(0), graph.constant(1), graph.constant(1)));
        return layers.rows(first);
    }
}
