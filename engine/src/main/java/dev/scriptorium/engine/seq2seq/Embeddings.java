package dev.scriptorium.engine.seq2seq;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.files.Tensor;
import dev.scriptorium.engine.files.Weights;
import dev.scriptorium.engine.layers.Layers;
import dev.scriptorium.engine.onnx.GraphBuilder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tokens to hidden states and back. Each table is read once, so that encoder and decoder look at the same memory. For one
 * thread.
 */
final class Embeddings {

    private static final String OUTPUT = "lm_head.weight";

    private final Seq2SeqConfig config;
    private final Weights weights;
    private final Map<String, Tensor> tables = new HashMap<>();
    private final String shared;
    private final String encoder;
    private final String decoder;

    Embeddings(Seq2SeqConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
        TensorNames names = config.architecture().names();
        this.shared = names.sharedTokens();
        this.encoder = names.tokens("encoder");
        this.decoder = names.tokens("decoder");
    }

    /** {@code [sentences, length]} to {@code [sentences * length, width]}. */
    String encoder(GraphBuilder graph, Layers layers, String tokens) {
        String embedded = scaled(graph, graph.op("Gather", List.of(sourceTable(graph), tokens)));
        if (config.relative() != null) {
            return layers.rows(embedded);
        }
        String length = graph.op("Gather", List.of(graph.op("Shape", List.of(tokens)), graph.constant(1)));
        String positions = graph.op("Slice", List.of(positions(graph, "encoder"), graph.constant(0), length));
        String placed = layers.rows(graph.op("Add", List.of(embedded, positions)));
        return normalised(layers, placed, "encoder");
    }

    /** One token of each row, and how many came before it, to {@code [rows, width]}. */
    String decoder(GraphBuilder graph, Layers layers, String tokens, String places) {
        String embedded = scaled(graph, graph.op("Gather", List.of(targetTable(graph), tokens)));
        if (config.relative() != null) {
            return embedded;
        }
        String positions = graph.op("Gather", List.of(positions(graph, "decoder"), places));
        return normalised(layers, graph.op("Add", List.of(embedded, positions)), "decoder");
    }

    /** {@code [rows, width]} to the score of every token. */
    String scores(GraphBuilder graph, Layers layers, String hidden) {
        int size = config.targetVocabSize();
        String bias = bias().map(tensor -> graph.weight("final_logits_bias", () -> tensor))
                .orElse(GraphBuilder.NONE);
        return layers.product(hidden, config.hiddenSize(), size, "output", this::outputWeights, bias);
    }

    /** What is added to the score of every token. Most models have zeros, which would cost a pass over all scores. */
    Optional<Tensor> bias() {
        String name = "final_logits_bias";
        int size = config.targetVocabSize();
        if (!weights.has(name)) {
            return Optional.empty();
        }
        FloatBuffer values = once(name, () -> weights.read(name, 1, size)).values();
        boolean zeros = IntStream.range(0, size).allMatch(i -> values.get(i) == 0);
        return zeros ? Optional.empty() : Optional.of(new Tensor(new int[] {size}, values));
    }

    private String scaled(GraphBuilder graph, String embedded) {
        return config.scaledEmbeddings()
                ? graph.op("Mul", List.of(embedded, graph.scalar(config.embeddingScale())))
                : embedded;
    }

    private String normalised(Layers layers, String embedded, String side) {
        return config.architecture().normalisedEmbeddings
                ? layers.normalise(embedded, "model." + side + ".layernorm_embedding")
                : embedded;
    }

    private String sourceTable(GraphBuilder graph) {
        return table(graph, config.vocabSize(), tokenNames(encoder, decoder));
    }

    private String targetTable(GraphBuilder graph) {
        return table(graph, config.targetVocabSize(), tokenNames(decoder, encoder));
    }

    /** {@code [tokens, width]}. */
    Tensor outputWeights() {
        return config.tiedOutput()
                ? read(config.targetVocabSize(), tokenNames(decoder, encoder))
                : read(config.targetVocabSize(), OUTPUT);
    }

    /** Where the tokens of one side may stand, the likeliest first. */
    private String[] tokenNames(String side, String other) {
        if (!config.sharedEmbeddings()) {
            return new String[] {side};
        }
        // Where nothing is tied, each side may have trained a table of its own.
        return config.tiedOutput()
                ? new String[] {shared, encoder, decoder, OUTPUT}
                : new String[] {side, shared, other};
    }

    private String table(GraphBuilder graph, int rows, String... names) {
        return graph.weight(names[0], () -> read(rows, names));
    }

    /** Files of weights that are one table keep it under any one of their names. */
    private Tensor read(int rows, String... names) {
        String found = Stream.of(names).filter(weights::has).findFirst().orElse(names[0]);
        return once(found, () -> weights.read(found, rows, config.hiddenSize()));
    }

    private Tensor once(String name, Supplier<Tensor> tensor) {
        return tables.computeIfAbsent(name, unused -> tensor.get());
    }

    private String positions(GraphBuilder graph, String side) {
        String name = "model." + side + ".embed_positions.weight";
        return switch (config.architecture().positions) {
            case LEARNED -> graph.weight(name, () -> once(name, () -> learned(name)));
            case INTERLEAVED_SINUSOIDS ->
                weights.has(name)
                        ? graph.weight(name, () -> weights.read(name, config.maxPositions(), config.hiddenSize()))
                        : graph.weight("positions", () -> once("positions", this::interleavedSinusoids));
            case SINUSOIDS_AFTER_PADDING ->
                graph.weight("positions", () -> once("positions", this::sinusoidsAfterPadding));
            case RELATIVE -> throw new IllegalStateException("relative positions have no table of places");
        };
    }

    private Tensor learned(String name) {
        int offset = Architecture.LEARNED_OFFSET;
        Tensor all = weights.read(name, config.maxPositions() + offset, config.hiddenSize());
        Tensor table = Tensor.allocate(config.maxPositions(), config.hiddenSize());
        table.values().duplicate().put(all.values().duplicate().position(offset * config.hiddenSize()));
        return table;
    }

    private Tensor interleavedSinusoids() {
        Tensor table = Tensor.allocate(config.maxPositions(), config.hiddenSize());
        int half = (config.hiddenSize() + 1) / 2;
        for (int position = 0; position < config.maxPositions(); position++) {
            for (int i = 0; i < config.hiddenSize(); i++) {
                double angle = position / Math.pow(10000, 2.0 * (i / 2) / config.hiddenSize());
                int column = i % 2 == 0 ? i / 2 : half + i / 2;
                table.values().put(position * config.hiddenSize() + column, (float)
                        (i % 2 == 0 ? Math.sin(angle) : Math.cos(angle)));
            }
        }
        return table;
    }

    /** As transformers, angles are 32-bit floats: at hundreds of tokens that is what the model was trained on. */
    private Tensor sinusoidsAfterPadding() {
        int half = config.hiddenSize() / 2;
        if (half < 2) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, "config.json has a d_model below 4");
        }
        float step = (float) (Math.log(10000) / (half - 1));
        Tensor table = Tensor.allocate(config.maxPositions(), config.hiddenSize());
        for (int row = 0; row < config.maxPositions(); row++) {
            int position = row + config.padding() + 1;
            for (int i = 0; i < half; i++) {
                float angle = position * (float) Math.exp(i * -step);
                table.values().put(row * config.hiddenSize() + i, (float) Math.sin(angle));
                table.values().put(row * config.hiddenSize() + half + i, (float) Math.cos(angle));
            }
        }
        return table;
    }
}
