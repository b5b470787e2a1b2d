package dev.scriptorium.inference.engine.bert;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.engine.layers.Activation;

/**
 * The shape of a model, as config.json gives it.
 *
 * @param width numbers in a hidden state
 * @param inner numbers inside a feed-forward block
 * @param positions the longest input
 * @param types kinds of segments; inputs are all of the first
 */
record BertConfig(
        int width,
        int layers,
        int heads,
        int inner,
        int vocabulary,
        int positions,
        int types,
        float epsilon,
        Activation activation) {

    static BertConfig read(JsonNode config) {
        if (!config.path("position_embedding_type").asText("absolute").equals("absolute")) {
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED, "config.json asks for position embeddings that are not absolute");
        }
        BertConfig read = new BertConfig(
                number(config, "hidden_size"),
                number(config, "num_hidden_layers"),
                number(config, "num_attention_heads"),
                number(config, "intermediate_size"),
                number(config, "vocab_size"),
                number(config, "max_position_embeddings"),
                config.path("type_vocab_size").asInt(2),
                (float) config.path("layer_norm_eps").asDouble(1e-12),
                Activation.named(config.path("hidden_act").asText("gelu")));
        if (read.width() % read.heads() != 0) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT, "config.json has a hidden_size that its attention heads do not divide");
        }
        return read;
    }

    private static int number(JsonNode config, String key) {
        int value = config.path(key).asInt(0);
        if (value < 1) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, "config.json has no positive " + key);
        }
        return value;
    }
}
