package dev.scriptorium.engine.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.layers.Activation;

/**
 * The shape of a model, as config.json gives it.
 *
 * @param hiddenSize elements of a hidden state (hidden_size)
 * @param ffnDim elements inside a feed-forward block (intermediate_size)
 * @param maxPositions rows of the position table
 * @param firstPosition the row of a text's first token
 * @param types kinds of segments, of which inputs are all the first; 0 where the model knows none
 */
record EncoderConfig(
        Family family,
        int hiddenSize,
        int layers,
        int heads,
        int ffnDim,
        int vocabSize,
        int maxPositions,
        int firstPosition,
        int types,
        float epsilon,
        Activation activation) {

    static EncoderConfig read(JsonNode config) {
        Family family = Family.of(config);
        if (!config.path("position_embedding_type").asText("absolute").equals("absolute")) {
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED, "config.json asks for position embeddings that are not absolute");
        }
        boolean distilled = family == Family.DISTILBERT;
        EncoderConfig read = new EncoderConfig(
                family,
                number(config, distilled ? "dim" : "hidden_size"),
                number(config, distilled ? "n_layers" : "num_hidden_layers"),
                number(config, distilled ? "n_heads" : "num_attention_heads"),
                number(config, distilled ? "hidden_dim" : "intermediate_size"),
                number(config, "vocab_size"),
                number(config, "max_position_embeddings"),
                family == Family.ROBERTA ? config.path("pad_token_id").asInt(1) + 1 : 0,
                distilled ? 0 : config.path("type_vocab_size").asInt(2),
                (float) config.path("layer_norm_eps").asDouble(1e-12),
                Activation.named(
                        config.path(distilled ? "activation" : "hidden_act").asText("gelu")));
        if (read.hiddenSize() % read.heads() != 0) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT, "config.json has a hidden_size that its attention heads do not divide");
        }
        if (read.maxTokens() < 1) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, "config.json leaves no positions for a text");
        }
        return read;
    }

    /** The longest input, special tokens included. */
    int maxTokens() {
        return maxPositions - firstPosition;
    }

    private static int number(JsonNode config, String key) {
        int value = config.path(key).asInt(0);
        if (value < 1) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, "config.json has no positive " + key);
        }
        return value;
    }
}
