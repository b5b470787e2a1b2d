package dev.scriptorium.engine.seq2seq;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.files.Tensor;
import dev.scriptorium.engine.files.Weights;
import dev.scriptorium.engine.kernels.KvLayout;
import dev.scriptorium.engine.layers.Layers;
import dev.scriptorium.engine.layers.QuantizedRows;
import dev.scriptorium.engine.layers.Residual;
import dev.scriptorium.engine.onnx.Attribute;
import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.GraphBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Writes a model as graphs made for decoding in slots.
 *
 * <ul>
 *   <li>{@link #encoder()} reads sources once and gives, side by side for every decoder layer, the keys and values that the
 *       decoder attends to.
 *   <li>{@link #decoderStep} appends one token to every row, however long each row is. Keys and values are inputs and
 *       outputs in the same memory: only those of the new token are written. Each row costs its own length and that of
 *       its source, not the longest.
 *   <li>{@link #outputLayer()} and {@link #shortlistLayer()} rank the next tokens.
 * </ul>
 */
final class Seq2SeqGraphs {

    static final String TOKENS = "tokens";
    static final String SOURCE_MASK = "source_mask";
    static final String PAST = "past";
    static final String LONGEST = "longest";
    static final String SOURCE = "source";
    static final String COUNT = "count";
    static final String CROSS = "cross";
    static final String ATTENTION = "attention";
    static final String HIDDEN = "hidden";
    static final String SCORES = "scores";
    static final String WEIGHTS = "weights";
    static final String SCALES = "scales";
    static final String ADDED = "added";
    static final String TOP_COLUMNS = "top_columns";
    static final String TOP_SCORES = "top_scores";

    private final Seq2SeqConfig config;
    private final Weights weights;
    private final Precision precision;
    private final boolean forDevice;
    private final Embeddings embeddings;
    private final TensorNames names;
    /** The values that layers share in the encoder, by the table that they come from. */
    private final Map<String, String> encoderBiases = new HashMap<>();

    /** @param forDevice whether operators are chosen for a GPU */
    Seq2SeqGraphs(Seq2SeqConfig config, Weights weights, Precision precision, boolean forDevice) {
        this.forDevice = forDevice;
        this.config = config;
        this.weights = weights;
        this.precision = precision;
        this.embeddings = new Embeddings(config, weights);
        this.names = config.architecture().names();
        if (forDevice && config.relative() != null) {
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED,
                    "models with relative positions run on a processor, with float32 or int8");
        }
    }

    /** Keys and values of what was written, layer by layer, keys first: inputs of a step. */
    static List<String> ownNames(Seq2SeqConfig config) {
        return names(config, "own_keys_", "own_values_");
    }

    /** The output of a step that is the memory of the input of this name. */
    static String same(String name) {
        return "same_" + name;
    }

    /** Keys and values of the sources, layer by layer, keys first, in the order in which the encoder gives them. */
    static List<String> crossNames(Seq2SeqConfig config) {
        return names(config, "cross_keys_", "cross_values_");
    }

    private static List<String> names(Seq2SeqConfig config, String keys, String values) {
        return IntStream.range(0, config.decoder().layers())
                .boxed()
                .flatMap(layer -> Stream.of(keys + layer, values + layer))
                .toList();
    }

    private GraphBuilder graph(String name) {
        return new GraphBuilder(name, real());
    }

    /** What hidden states are made of. */
    ElementKind real() {
        return ElementKind.of(precision);
    }

    /** What slots hold: half as many bytes where weights are bytes, too, so that the keys and values of a batch stay cached. */
    ElementKind slotKind() {
        boolean inPairs = precision == Precision.INT8 && !forDevice && config.headWidth() % 2 == 0;
        return inPairs ? ElementKind.BFLOAT16 : real();
    }

    private Layers layers(GraphBuilder graph) {
        boolean rootMeanSquare = config.relative() != null;
        Layers.Style style = new Layers.Style(config.attentionWidth(), config.epsilon(), rootMeanSquare);
        return new Layers(graph, weights, config.hiddenSize(), style, precision);
    }

    private Residual residual(Layers layers) {
        return switch (config.architecture().normalisation) {
            case AFTER -> Residual.normalisedAfter(layers);
            case BEFORE -> Residual.normalisedBefore(layers);
        };
    }

    /** {@code tokens}, {@code source_mask}: [sentences, length] to {@code cross}: [sentences * length, keys and values]. */
    GraphBuilder encoder() {
        GraphBuilder graph = graph("encoder");
        Layers layers = layers(graph);
        String tokens = graph.input(TOKENS, ElementKind.INT32, "sentences", "length");
        String mask = graph.input(SOURCE_MASK, ElementKind.INT32, "sentences", "length");
        String batchShape = join(graph, graph.op("Shape", List.of(tokens)), graph.constant(config.attentionWidth()));

        Residual stream = residual(layers);
        stream.begin(embeddings.encoder(graph, layers, tokens));
        for (int layer = 0; layer < config.encoder().layers(); layer++) {
            TensorNames.Attention attention = names.selfAttention("encoder", layer);
            String bias = encoderBias(graph, tokens, layer);
            stream.block(attention.norm(), input -> {
                List<String> projected =
                        layers.queryKeyValue(input, batchShape, attention.query(), attention.key(), attention.value());
                String attended = layers.attention(
                        projected.get(0),
                        projected.get(1),
                        projected.get(2),
                        mask,
                        bias,
                        config.encoder().heads());
                return layers.change(attended, config.attentionWidth(), config.hiddenSize(), attention.output());
            });
            feedForward(layers, stream, config.encoder().ffnDim(), names.feedForward("encoder", layer, config.gated()));
        }
        String hidden = stream.end(names.finalNorm("encoder"));
        String[] projections = IntStream.range(0, config.decoder().layers())
                .mapToObj(names::crossAttention)
                .flatMap(attention -> Stream.of(attention.key(), attention.value()))
                .toArray(String[]::new);
        String cross = layers.linear(hidden, config.hiddenSize(), config.attentionWidth(), projections);
        graph.output(CROSS, cross, real(), "tokens", projections.length * config.attentionWidth());
        return graph;
    }

    private void feedForward(Layers layers, Residual stream, int inner, TensorNames.FeedForward block) {
        stream.block(
                block.norm(),
                input -> config.gated()
                        ? layers.gatedFeedForward(
                                input,
                                inner,
                                config.activation(),
                                block.inputs().get(0),
                                block.inputs().get(1),
                                block.output())
                        : layers.feedForward(
                                input,
                                inner,
                                config.activation(),
                                block.inputs().get(0),
                                block.output()));
    }

    /** {@code [1, heads, length, length]}: what is added to the score of each key for each query, or nothing. */
    private String encoderBias(GraphBuilder graph, String tokens, int layer) {
        RelativePositions relative = config.relative();
        if (relative == null) {
            return GraphBuilder.NONE;
        }
        String name = relativeBias("encoder", layer);
        return encoderBiases.computeIfAbsent(name, table -> {
            String byDistance = graph.weight(
                    table + ".both_ways",
                    () -> relative.bothWays(weights.read(
                            table, relative.buckets(), config.encoder().heads())));
            String length = graph.op("Gather", List.of(graph.op("Shape", List.of(tokens)), graph.scalarConstant(1)));
            String places = graph.op("Range", List.of(graph.scalarConstant(0), length, graph.scalarConstant(1)));
            String distances = graph.op(
                    "Sub",
                    List.of(
                            graph.op("Unsqueeze", List.of(places, graph.constant(0))),
                            graph.op("Unsqueeze", List.of(places, graph.constant(1)))));
            String most = graph.scalarConstant(relative.maxDistance());
            String least = graph.scalarConstant(-relative.maxDistance());
            String rows = graph.op("Add", List.of(graph.op("Clip", List.of(distances, least, most)), most));
            String byHead = graph.op(
                    "Transpose",
                    List.of(graph.op("Gather", List.of(byDistance, rows))),
                    Attribute.of("perm", new long[] {2, 0, 1}));
            return graph.op("Unsqueeze", List.of(byHead, graph.constant(0)));
        });
    }

    /** {@code [heads, distances]}: what is added to the score of each token before, or nothing. */
    private String decoderBias(GraphBuilder graph, int layer) {
        RelativePositions relative = config.relative();
        if (relative == null) {
            return GraphBuilder.NONE;
        }
        String table = relativeBias("decoder", layer);
        return graph.weight(
                table + ".backwards",
                () -> relative.backwards(
                        weights.read(table, relative.buckets(), config.decoder().heads())));
    }

    /** A layer's own table where it has one, else the one that the first layer shares. */
    private String relativeBias(String side, int layer) {
        String own = names.relativeBias(side, layer);
        return weights.has(own) ? own : names.relativeBias(side, 0);
    }

    /**
     * One step. {@code tokens}: [rows]; {@code past}: [rows], how many tokens came before; {@code source}: [sources], the
     * place of the last token, for as many rows next to each other each; on a device {@code longest}: the most that a row
     * has with the new one; elsewhere {@code attention}: [rows, places], which is written with what each row attends to in
     * its source, where there are places. Gives {@code hidden}: [rows, width].
     */
    GraphBuilder decoderStep() {
        GraphBuilder graph = graph("decoder_step");
        Layers layers = layers(graph);
        String tokens = graph.input(TOKENS, ElementKind.INT32, "rows");
        String past = graph.input(PAST, ElementKind.INT32, "rows");
        graph.input(SOURCE, ElementKind.INT32, "sources");
        if (forDevice) {
            graph.input(LONGEST, ElementKind.INT32);
        } else {
            graph.input(ATTENTION, ElementKind.FLOAT, "rows", "places");
        }

        String mask = sourceMask(graph);
        Residual stream = residual(layers);
        stream.begin(embeddings.decoder(graph, layers, tokens, past));
        for (int i = 0; i < config.decoder().layers(); i++) {
            int layer = i;
            TensorNames.Attention self = names.selfAttention("decoder", layer);
            TensorNames.Attention cross = names.crossAttention(layer);
            stream.block(self.norm(), input -> ownAttention(graph, layers, input, self, layer));
            stream.block(cross.norm(), input -> crossAttention(graph, layers, input, mask, cross, layer));
            feedForward(layers, stream, config.decoder().ffnDim(), names.feedForward("decoder", layer, config.gated()));
        }
        String hidden = stream.end(names.finalNorm("decoder"));
        if (config.scaledOutput()) {
            hidden = graph.op("Mul", List.of(hidden, graph.scalar((float) (1 / Math.sqrt(config.hiddenSize())))));
        }
        graph.output(HIDDEN, hidden, real(), "rows", config.hiddenSize());
        return graph;
    }

    private Layers.Change ownAttention(
            GraphBuilder graph, Layers layers, String input, TensorNames.Attention attention, int layer) {
        String projected = layers.linear(
                input,
                config.hiddenSize(),
                config.attentionWidth(),
                attention.query(),
                attention.key(),
                attention.value());
        Layers.Slots slots = slots(graph, ownNames(config), layer, "rows", PAST);
        int heads = config.decoder().heads();
        String attended;
        if (forDevice) {
            Layers.Cached cached = layers.attentionOnDevice(projected, slots, LONGEST, heads);
            same(graph, slots.keys(), cached.keys());
            same(graph, slots.values(), cached.values());
            attended = cached.output();
        } else {
            attended = layers.attentionAppending(
                    projected, slots, KvLayout.of(slotKind()), heads, decoderBias(graph, layer));
        }
        return layers.change(attended, config.attentionWidth(), config.hiddenSize(), attention.output());
    }

    /** On a device attention to the source is the one with a mask: it reads a whole slot, whatever the length. */
    private Layers.Change crossAttention(
            GraphBuilder graph, Layers layers, String input, String mask, TensorNames.Attention attention, int layer) {
        String queries = layers.linear(input, config.hiddenSize(), config.attentionWidth(), attention.query());
        Layers.Slots slots = slots(graph, crossNames(config), layer, "sources", SOURCE);
        int heads = config.decoder().heads();
        String attended;
        if (forDevice) {
            attended = layers.attention(grouped(graph, layers, queries), slots.keys(), slots.values(), mask, heads);
        } else if (layer == config.aligning().layer()) {
            attended = layers.attentionAligning(
                    queries,
                    slots,
                    KvLayout.of(slotKind()),
                    heads,
                    config.aligning().heads(),
                    ATTENTION);
        } else {
            attended = layers.attentionReading(queries, slots, KvLayout.of(slotKind()), heads);
        }
        return layers.change(attended, config.attentionWidth(), config.hiddenSize(), attention.output());
    }

    /** {@code [sources, rows of each, width]}. */
    private String grouped(GraphBuilder graph, Layers layers, String queries) {
        String shape = join(
                graph, graph.op("Shape", List.of(SOURCE)), graph.constant(-1), graph.constant(config.attentionWidth()));
        return layers.reshape(queries, shape);
    }

    /** {@code [sources, room]}: which places of a source's slot hold a token; none where attention goes by length. */
    private String sourceMask(GraphBuilder graph) {
        if (!forDevice) {
            return GraphBuilder.NONE;
        }
        String room = graph.op(
                "Gather", List.of(graph.op("Shape", List.of(crossNames(config).getFirst())), graph.constant(2)));
        String places = graph.op(
                "Slice",
                List.of(
                        graph.constant(
                                LongStream.range(0, config.maxPositions()).toArray()),
                        graph.constant(0),
                        room));
        String last = graph.op("Unsqueeze", List.of(graph.cast(SOURCE, ElementKind.INT64), graph.constant(-1)));
        return graph.cast(graph.op("LessOrEqual", List.of(places, last)), ElementKind.INT32);
    }

    private Layers.Slots slots(GraphBuilder graph, List<String> names, int layer, String count, String last) {
        return new Layers.Slots(
                slots(graph, names.get(2 * layer), count), slots(graph, names.get(2 * layer + 1), count), last);
    }

    private String slots(GraphBuilder graph, String name, String count) {
        return graph.input(name, slotKind(), count, config.decoder().heads(), name + "_room", config.headWidth());
    }

    private void same(GraphBuilder graph, String name, String value) {
        graph.output(
                same(name), value, slotKind(), "rows", config.decoder().heads(), name + "_room", config.headWidth());
    }

    /**
     * {@code hidden}: [rows, width] as a step gives it, {@code count}: [1], to the raw scores of all tokens and the best
     * {@code count} of their log-probabilities with the tokens.
     */
    GraphBuilder outputLayer() {
        GraphBuilder graph = graph("output_layer");
        String hidden = graph.input(HIDDEN, real(), "rows", config.hiddenSize());
        String scores = graph.output(
                SCORES,
                graph.asFloat(embeddings.scores(graph, layers(graph), hidden)),
                ElementKind.FLOAT,
                "rows",
                config.targetVocabSize());
        ranked(graph, scores);
        return graph;
    }

    /**
     * As the output layer, for some tokens only: {@code weights}: [hidden size, tokens]; {@code scales}: [tokens]; {@code added}:
     * [rows, tokens].
     */
    GraphBuilder shortlistLayer() {
        GraphBuilder graph = graph("shortlist_layer");
        String hidden = graph.input(HIDDEN, real(), "rows", config.hiddenSize());
        String weights = graph.input(WEIGHTS, QuantizedRows.kind(), config.hiddenSize(), "tokens");
        String scales = graph.input(SCALES, ElementKind.FLOAT, "tokens");
        String added = graph.input(ADDED, ElementKind.FLOAT, "rows", "tokens");
        String count = graph.input(COUNT, ElementKind.INT64, 1);
        top(graph, layers(graph).likeliest(hidden, weights, scales, added, count));
        return graph;
    }

    /** What a shortlist chooses from: the weights of every token. */
    QuantizedRows outputRows() {
        return QuantizedRows.of(embeddings.outputWeights());
    }

    Tensor outputBias() {
        return embeddings.bias().orElseGet(() -> Tensor.allocate(config.targetVocabSize()));
    }

    private static void ranked(GraphBuilder graph, String scores) {
        String count = graph.input(COUNT, ElementKind.INT64, 1);
        String logProbabilities = graph.op("LogSoftmax", List.of(scores), Attribute.of("axis", -1));
        top(graph, graph.ops("TopK", 2, List.of(logProbabilities, count)));
    }

    private static void top(GraphBuilder graph, List<String> top) {
        graph.output(TOP_SCORES, top.get(0), ElementKind.FLOAT, "rows", "count");
        graph.output(TOP_COLUMNS, top.get(1), ElementKind.INT64, "rows", "count");
    }

    private static String join(GraphBuilder graph, String... shapes) {
        return graph.op("Concat", Stream.of(shapes).toList(), Attribute.of("axis", 0));
    }
}
