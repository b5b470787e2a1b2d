package dev.scriptorium.engine.seq2seq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.layers.Activation;

/**
 * The shape of a model, as config.json gives it.
 *
 * @param hiddenSize elements of a hidden state (hidden_size)
 * @param vocabSize tokens of the source
 * @param targetVocabSize tokens of the target; the same ones where embeddings are shared
 * @param maxPositions the longest sequence
 * @param padding the padding token
 * @param sharedEmbeddings whether source and target have one table of tokens
 * @param tiedOutput whether the output layer is the target's table of tokens
 */
record Seq2SeqConfig(
        Architecture architecture,
        int hiddenSize,
        int vocabSize,
        int targetVocabSize,
        int maxPositions,
        int padding,
        Stack encoder,
        Stack decoder,
        Activation activation,
        boolean scaledEmbeddings,
        boolean sharedEmbeddings,
        boolean tiedOutput) {

    /** What the attention in slots asks of a head's width. */
    private static final int HEAD_STEP = 8;

    /** The layers of one side. */
    record Stack(int layers, int heads, int ffnDim) {}

    static Seq2SeqConfig read(Architecture architecture, JsonNode config) {
        int vocabSize = number(config, "vocab_size");
        refuseOtherNormalisation(architecture, config);
        Seq2SeqConfig read = new Seq2SeqConfig(
                architecture,
                number(config, "d_model"),
                vocabSize,
                config.path("decoder_vocab_size").asInt(vocabSize),
                number(config, "max_position_embeddings"),
                config.path("pad_token_id").asInt(1),
                stack(config, "encoder"),
                stack(config, "decoder"),
                Activation.named(config.path("activation_function").asText(architecture.usualActivation)),
                config.path("scale_embedding").asBoolean(architecture.usuallyScaledEmbeddings),
                config.path("share_encoder_decoder_embeddings").asBoolean(true),
                config.path("tie_word_embeddings").asBoolean(true));
        read.checkHeads(read.encoder());
        read.checkHeads(read.decoder());
        return read;
    }

    private static void refuseOtherNormalisation(Architecture architecture, JsonNode config) {
        boolean before = config.path("normalize_before").asBoolean()
                || config.path("add_final_layer_norm").asBoolean();
        if (before && architecture.normalisation == Architecture.Normalisation.AFTER) {
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED,
                    "config.json asks for normalisation before the blocks, which its architecture does not have");
        }
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

    private void checkHeads(Stack stack) {
        if (hiddenSize % stack.heads() != 0) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT, "config.json has a d_model that its attention heads do not divide");
        }
        if (hiddenSize / stack.heads() % HEAD_STEP != 0) {
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED,
                    "an attention head of the model has a width of " + hiddenSize / stack.heads()
                            + "; it must be a multiple of " + HEAD_STEP);
        }
    }

    int headWidth() {
        return hiddenSize / decoder.heads();
    }

    float embeddingScale() {
        return scaledEmbeddings ? (float) Math.sqrt(hiddenSize) : 1;
    }
}
