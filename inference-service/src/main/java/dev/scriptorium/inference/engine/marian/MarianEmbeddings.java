package dev.scriptorium.inference.engine.marian;

import dev.scriptorium.inference.engine.files.Tensor;
import dev.scriptorium.inference.engine.files.Weights;
import dev.scriptorium.inference.engine.layers.Layers;
import dev.scriptorium.inference.engine.onnx.GraphBuilder;
import java.util.List;

/** Tokens to hidden states and back; the output layer is the decoder's embeddings. */
final class MarianEmbeddings {

    private static final String SHARED = "model.shared.weight";
    private static final String TABLE = "token_table";

    private final MarianConfig config;
    private final Weights weights;

    MarianEmbeddings(MarianConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
    }

    /** {@code [sentences, length]} to {@code [sentences * length, width]}. */
    String encoder(GraphBuilder graph, String tokens) {
        String length = graph.op("Gather", List.of(graph.op("Shape", List.of(tokens)), graph.constant(1)));
        String positions = graph.op(
                "Slice",
                List.of(
                        graph.weight("position_table", () -> positions("model.encoder.embed_positions.weight")),
                        graph.constant(0),
                        length));
        String embedded = scaled(graph, graph.op("Gather", List.of(graph.weight(TABLE, this::encoderWeights), tokens)));
        String placed = graph.op("Add", List.of(embedded, positions));
        return graph.op("Reshape", List.of(placed, graph.constant(-1, config.width())));
    }

    /** One token of each row to {@code [rows, width]}. */
    String decoder(GraphBuilder graph, String tokens, String position) {
        String rows = graph.op("Reshape", List.of(tokens, graph.constant(-1)));
        String embedded = scaled(graph, graph.op("Gather", List.of(graph.weight(TABLE, this::decoderWeights), rows)));
        String table = graph.weight("position_table", () -> positions("model.decoder.embed_positions.weight"));
        return graph.op("Add", List.of(embedded, graph.op("Gather", List.of(table, position))));
    }

    /** {@code [rows, width]} to the score of every token. */
    String scores(GraphBuilder graph, Layers layers, String hidden) {
        return layers.product(
                hidden,
                config.width(),
                config.targetVocabulary(),
                TABLE,
                this::decoderWeights,
                graph.weight("final_logits_bias", this::bias));
    }

    private Tensor bias() {
        int size = config.targetVocabulary();
        return weights.has("final_logits_bias")
                ? new Tensor(
                        new int[] {size},
                        weights.read("final_logits_bias", 1, size).values())
                : Tensor.allocate(size);
    }

    private String scaled(GraphBuilder graph, String embedded) {
        return config.scaledEmbeddings()
                ? graph.op("Mul", List.of(embedded, graph.scalar(config.embeddingScale())))
                : embedded;
    }

    private Tensor encoderWeights() {
        String name = config.sharedEmbeddings() ? SHARED : "model.encoder.embed_tokens.weight";
        return weights.read(name, config.vocabulary(), config.width());
    }

    private Tensor decoderWeights() {
        String name = config.sharedEmbeddings() ? SHARED : "model.decoder.embed_tokens.weight";
        return weights.read(name, config.targetVocabulary(), config.width());
    }

    /** Sinusoids, the cosines after the sines; newer models leave them out of their weights. */
    private Tensor positions(String name) {
        if (weights.has(name)) {
            return weights.read(name, config.positions(), config.width());
        }
        Tensor table = Tensor.allocate(config.positions(), config.width());
        int half = (config.width() + 1) / 2;
        for (int position = 0; position < config.positions(); position++) {
            for (int i = 0; i < config.width(); i++) {
                double angle = position / Math.pow(10000, 2.0 * (i / 2) / config.width());
                int column = i % 2 == 0 ? i / 2 : half + i / 2;
                table.values().put(position * config.width() + column, (float)
                        (i % 2 == 0 ? Math.sin(angle) : Math.cos(angle)));
            }
        }
        return table;
    }
}
