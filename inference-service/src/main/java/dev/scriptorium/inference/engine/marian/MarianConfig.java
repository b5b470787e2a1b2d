package dev.scriptorium.inference.engine.marian;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.engine.layers.Activation;

/**
 * The shape of a model, as config.json gives it.
 *
 * @param width numbers in a hidden state
 * @param vocabulary tokens of the source
 * @param targetVocabulary tokens of the target; the same ones where embeddings are shared
 * @param positions the longest sequence
 */
record MarianConfig(
        int width,
        int vocabulary,
        int targetVocabulary,
        int positions,
        Stack encoder,
        Stack decoder,
        Activation activation,
        boolean scaledEmbeddings,
        boolean sharedEmbeddings) {

    /** The layers of one side. */
    record Stack(int layers, int heads, int inner) {}

    static MarianConfig read(JsonNode config) {
        int vocabulary = number(config, "vocab_size");
        if (config.path("normalize_before").asBoolean()
                || config.path("add_final_layer_norm").asBoolean()) {
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED,
                    "config.json asks for normalisation before the blocks, which is not known");
        }
        MarianConfig read = new MarianConfig(
                number(config, "d_model"),
                vocabulary,
                config.path("decoder_vocab_size").asInt(vocabulary),
                number(config, "max_position_embeddings"),
                stack(config, "encoder"),
                stack(config, "decoder"),
                Activation.named(config.path("activation_function").asText("gelu")),
                config.path("scale_embedding").asBoolean(false),
                config.path("share_encoder_decoder_embeddings").asBoolean(true));
        if (read.width() % read.encoder().heads() != 0
                || read.width() % read.decoder().heads() != 0) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT, "config.json has a d_model that its attention heads do not divide");
        }
        return read;
    }

    private static Stack stack(JsonNode config, String side) {
        return new Stack(
                number(config, side + "_layers"),
                number(config, side + "_attention_heads"),
                number(config, side + "_ffn_dim"));
    }

    private static int number(JsonNode config, String key) {
        int value = config.path(key).asInt(0);
        if (value < 1) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, "config.json has no positive " + key);
        }
        return value;
    }

    float embeddingScale() {
        return scaledEmbeddings ? (float) Math.sqrt(width) : 1;
    }
}
