package dev.scriptorium.inference.engine.marian;

import dev.scriptorium.inference.engine.EngineSettings.Precision;
import dev.scriptorium.inference.engine.files.Weights;
import dev.scriptorium.inference.engine.layers.Layers;
import dev.scriptorium.inference.engine.onnx.Attribute;
import dev.scriptorium.inference.engine.onnx.ElementKind;
import dev.scriptorium.inference.engine.onnx.GraphBuilder;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes a Marian model as graphs made for decoding.
 *
 * <ul>
 *   <li>{@link #encoder()} reads the source once and leaves, for every decoder layer, the keys and values that the
 *       decoder attends to. They are stored once for each sentence, however many beams it has.
 *   <li>{@link #decoderStep()} appends one token to every row. The beams of a sentence are query positions of one
 *       attention. {@code parents} picks the row that each row continues, so reordering beams and dropping finished
 *       sentences are the same operator.
 *   <li>{@link #selection()} keeps some sentences' keys and values.
 * </ul>
 */
final class MarianGraphs {

    static final String TOKENS = "tokens";
    static final String SOURCE_MASK = "source_mask";
    static final String MASK = "mask";
    static final String PARENTS = "parents";
    static final String POSITION = "position";
    static final String COUNT = "count";
    static final String SENTENCES = "sentences";
    static final String SCORES = "scores";
    static final String TOP_TOKENS = "top_tokens";
    static final String TOP_SCORES = "top_scores";

    /** PyTorch's default, which Marian keeps. */
    private static final float EPSILON = 1e-5f;

    private final MarianConfig config;
    private final Weights weights;
    private final Precision precision;
    private final MarianEmbeddings embeddings;

    MarianGraphs(MarianConfig config, Weights weights, Precision precision) {
        this.config = config;
        this.weights = weights;
        this.precision = precision;
        this.embeddings = new MarianEmbeddings(config, weights);
    }

    private static String crossKeys(int layer) {
        return "cross_keys_" + layer;
    }

    private static String crossValues(int layer) {
        return "cross_values_" + layer;
    }

    private static String keys(int layer) {
        return "keys_" + layer;
    }

    private static String values(int layer) {
        return "values_" + layer;
    }

    /** The input of the decoder that takes an output of the step before. */
    static String past(String name) {
        return "past_" + name;
    }

    /** The input of the selection that takes what is selected from. */
    static String all(String name) {
        return "all_" + name;
    }

    /** The keys and values that the decoder attends to: outputs of the encoder, inputs of the decoder. */
    static List<String> crossNames(MarianConfig config) {
        return names(config, MarianGraphs::crossKeys, MarianGraphs::crossValues);
    }

    /** The keys and values of what was written: outputs of each step, inputs of the next. */
    static List<String> cacheNames(MarianConfig config) {
        return names(config, MarianGraphs::keys, MarianGraphs::values);
    }

    private static List<String> names(MarianConfig config, IntFunction<String> first, IntFunction<String> second) {
        return IntStream.range(0, config.decoder().layers())
                .boxed()
                .flatMap(layer -> Stream.of(first.apply(layer), second.apply(layer)))
                .toList();
    }

    /**
     * {@code tokens}, {@code source_mask}: [sentences, length] to keys and values: [sentences, heads, length, width of a
     * head], and the mask as it came, for the decoder.
     */
    GraphBuilder encoder() {
        GraphBuilder graph = new GraphBuilder("encoder");
        Layers layers = new Layers(graph, weights, config.width(), EPSILON, precision);
        String tokens = graph.input(TOKENS, ElementKind.INT64, "sentences", "length");
        String mask = graph.input(SOURCE_MASK, ElementKind.INT32, "sentences", "length");
        graph.output(MASK, mask, ElementKind.INT32, "sentences", "length");
        String shape = graph.op("Shape", List.of(tokens));
        String batchShape = join(graph, shape, graph.constant(config.width()));

        String hidden = embeddings.encoder(graph, tokens);
        for (int layer = 0; layer < config.encoder().layers(); layer++) {
            String name = "model.encoder.layers." + layer;
            hidden = encoderLayer(layers, hidden, batchShape, mask, name);
        }
        int heads = config.decoder().heads();
        String byHead = join(graph, shape, graph.constant(heads, config.width() / heads));
        for (int layer = 0; layer < config.decoder().layers(); layer++) {
            String attention = "model.decoder.layers." + layer + ".encoder_attn.";
            String keys = layers.linear(hidden, config.width(), config.width(), attention + "k_proj");
            String values = layers.linear(hidden, config.width(), config.width(), attention + "v_proj");
            output(graph, crossKeys(layer), layers.byHead(keys, byHead), "sentences", "length");
            output(graph, crossValues(layer), layers.byHead(values, byHead), "sentences", "length");
        }
        return graph;
    }

    private String encoderLayer(Layers layers, String input, String batchShape, String mask, String name) {
        String attention = name + ".self_attn.";
        List<String> projected = layers.queryKeyValue(
                input, batchShape, attention + "q_proj", attention + "k_proj", attention + "v_proj");
        String attended = layers.attention(
                projected.get(0),
                projected.get(1),
                projected.get(2),
                mask,
                config.encoder().heads());
        attended = layers.linear(attended, config.width(), config.width(), attention + "out_proj");
        String hidden = layers.addAndNormalise(input, attended, name + ".self_attn_layer_norm");
        return feedForward(layers, hidden, config.encoder().inner(), name);
    }

    private String feedForward(Layers layers, String input, int inner, String name) {
        String changed = layers.feedForward(input, inner, config.activation(), name + ".fc1", name + ".fc2");
        return layers.addAndNormalise(input, changed, name + ".final_layer_norm");
    }

    /**
     * {@code tokens}: [sentences, beams], one step; {@code parents}: [sentences * beams]; {@code position}: [1], how many
     * tokens came before; {@code count}: [1], how many of the best next tokens to give.
     */
    GraphBuilder decoderStep() {
        GraphBuilder graph = new GraphBuilder("decoder_step");
        Layers layers = new Layers(graph, weights, config.width(), EPSILON, precision);
        String tokens = graph.input(TOKENS, ElementKind.INT64, "sentences", "beams");
        String parents = graph.input(PARENTS, ElementKind.INT64, "rows");
        String position = graph.input(POSITION, ElementKind.INT64, 1);
        String count = graph.input(COUNT, ElementKind.INT64, 1);
        String mask = graph.input(MASK, ElementKind.INT32, "sentences", "length");
        String grid = join(graph, graph.op("Shape", List.of(tokens)), graph.constant(config.width()));

        String hidden = embeddings.decoder(graph, tokens, position);
        for (int layer = 0; layer < config.decoder().layers(); layer++) {
            hidden = ownAttention(graph, layers, hidden, parents, layer);
            hidden = crossAttention(graph, layers, hidden, grid, mask, layer);
            hidden = feedForward(layers, hidden, config.decoder().inner(), "model.decoder.layers." + layer);
        }
        String scores = graph.output(
                SCORES, embeddings.scores(graph, layers, hidden), ElementKind.FLOAT, "rows", config.targetVocabulary());
        String logProbabilities = graph.op("LogSoftmax", List.of(scores), Attribute.of("axis", -1));
        List<String> top = graph.ops("TopK", 2, List.of(logProbabilities, count));
        graph.output(TOP_SCORES, top.get(0), ElementKind.FLOAT, "rows", "count");
        graph.output(TOP_TOKENS, top.get(1), ElementKind.INT64, "rows", "count");
        return graph;
    }

    private String ownAttention(GraphBuilder graph, Layers layers, String input, String parents, int layer) {
        String name = "model.decoder.layers." + layer;
        String attention = name + ".self_attn.";
        String pastKeys = cacheInput(graph, past(keys(layer)), "past_rows", "past");
        String pastValues = cacheInput(graph, past(values(layer)), "past_rows", "past");
        List<String> projected = layers.queryKeyValue(
                input,
                graph.constant(-1, 1, config.width()),
                attention + "q_proj",
                attention + "k_proj",
                attention + "v_proj");
        Layers.Cached attended = layers.cachedAttention(
                projected,
                graph.op("Gather", List.of(pastKeys, parents)),
                graph.op("Gather", List.of(pastValues, parents)),
                config.decoder().heads());
        output(graph, keys(layer), attended.keys(), "rows", "total");
        output(graph, values(layer), attended.values(), "rows", "total");
        String changed = layers.linear(attended.output(), config.width(), config.width(), attention + "out_proj");
        return layers.addAndNormalise(input, changed, name + ".self_attn_layer_norm");
    }

    private String crossAttention(
            GraphBuilder graph, Layers layers, String input, String grid, String mask, int layer) {
        String name = "model.decoder.layers." + layer;
        String attention = name + ".encoder_attn.";
        String keys = cacheInput(graph, crossKeys(layer), "sentences", "length");
        String values = cacheInput(graph, crossValues(layer), "sentences", "length");
        String queries = layers.linear(input, config.width(), config.width(), attention + "q_proj");
        String attended = layers.attention(
                layers.reshape(queries, grid),
                keys,
                values,
                mask,
                config.decoder().heads());
        String changed = layers.linear(attended, config.width(), config.width(), attention + "out_proj");
        return layers.addAndNormalise(input, changed, name + ".encoder_attn_layer_norm");
    }

    /** Keeps the named {@code sentences} of the mask and of all keys and values that the decoder attends to. */
    GraphBuilder selection() {
        GraphBuilder graph = new GraphBuilder("selection");
        String sentences = graph.input(SENTENCES, ElementKind.INT64, "kept");
        String mask = graph.input(all(MASK), ElementKind.INT32, "sentences", "length");
        graph.output(MASK, graph.op("Gather", List.of(mask, sentences)), ElementKind.INT32, "kept", "length");
        for (String name : crossNames(config)) {
            String all = cacheInput(graph, all(name), "sentences", "length");
            output(graph, name, graph.op("Gather", List.of(all, sentences)), "kept", "length");
        }
        return graph;
    }

    private String cacheInput(GraphBuilder graph, String name, String rows, String length) {
        int heads = config.decoder().heads();
        return graph.input(name, ElementKind.FLOAT, rows, heads, length, config.width() / heads);
    }

    private void output(GraphBuilder graph, String name, String value, String rows, String length) {
        int heads = config.decoder().heads();
        graph.output(name, value, ElementKind.FLOAT, rows, heads, length, config.width() / heads);
    }

    private static String join(GraphBuilder graph, String... shapes) {
        return graph.op("Concat", Stream.of(shapes).toList(), Attribute.of("axis", 0));
    }
}
