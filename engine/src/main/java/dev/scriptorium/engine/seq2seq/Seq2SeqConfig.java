package dev.scriptorium.engine.seq2seq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.layers.Activation;
import org.jspecify.annotations.Nullable;

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
 * @param attentionWidth elements of the queries of all heads
 * @param epsilon what normalisation adds to the variance
 * @param gated whether feed-forward blocks have a gate
 * @param scaledOutput whether hidden states are divided by the square root of their size before the output layer
 * @param relative how distances are weighed; null where positions are part of the hidden states
 * @param aligning which of the decoder's attention to the source is a word alignment
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
        boolean tiedOutput,
        int attentionWidth,
        float epsilon,
        boolean gated,
        boolean scaledOutput,
        @Nullable RelativePositions relative,
        AlignmentHeads aligning) {

    /** PyTorch's default, which BART and its kind keep. */
    private static final float EPSILON = 1e-5f;

    /** What the attention in slots asks of a head's width. */
    private static final int HEAD_STEP = 8;

    /** The layers of one side. */
    record Stack(int layers, int heads, int ffnDim) {}

    static Seq2SeqConfig read(Architecture architecture, JsonNode config) {
        Seq2SeqConfig read = architecture == Architecture.T5 ? t5(config) : bart(architecture, config);
        read.checkHeads(read.encoder());
        read.checkHeads(read.decoder());
        return read;
    }

    private static Seq2SeqConfig t5(JsonNode config) {
        int vocabSize = number(config, "vocab_size");
        int heads = number(config, "num_heads");
        int layers = number(config, "num_layers");
        Stack decoder = new Stack(config.path("num_decoder_layers").asInt(layers), heads, number(config, "d_ff"));
        String[] feedForward = config.path("feed_forward_proj").asText("relu").split("-", 2);
        boolean gated = feedForward.length == 2 && feedForward[0].equals("gated");
        String activation = feedForward[feedForward.length - 1];
        boolean tied = config.path("tie_word_embeddings").asBoolean(true);
        return new Seq2SeqConfig(
                Architecture.T5,
                number(config, "d_model"),
                vocabSize,
                vocabSize,
                config.path("n_positions").asInt(512),
                config.path("pad_token_id").asInt(0),
                new Stack(layers, heads, number(config, "d_ff")),
                decoder,
                // What T5 calls gated-gelu is the one by the hyperbolic tangent.
                Activation.named(gated && activation.equals("gelu") ? "gelu_new" : activation),
                false,
                true,
                tied,
                heads * number(config, "d_kv"),
                (float) config.path("layer_norm_epsilon").asDouble(1e-6),
                gated,
                config.path("scale_decoder_outputs").asBoolean(tied),
                new RelativePositions(
                        config.path("relative_attention_num_buckets").asInt(32),
                        config.path("relative_attention_max_distance").asInt(128)),
                AlignmentHeads.read(config, decoder));
    }

    private static Seq2SeqConfig bart(Architecture architecture, JsonNode config) {
        int vocabSize = number(config, "vocab_size");
        refuseOtherNormalisation(architecture, config);
        int hiddenSize = number(config, "d_model");
        Stack decoder = stack(config, "decoder");
        return new Seq2SeqConfig(
                architecture,
                hiddenSize,
                vocabSize,
                config.path("decoder_vocab_size").asInt(vocabSize),
                number(config, "max_position_embeddings"),
                config.path("pad_token_id").asInt(1),
                stack(config, "encoder"),
                decoder,
                Activation.named(config.path("activation_function").asText(architecture.usualActivation)),
                config.path("scale_embedding").asBoolean(architecture.usuallyScaledEmbeddings),
                config.path("share_encoder_decoder_embeddings").asBoolean(true),
                config.path("tie_word_embeddings").asBoolean(true),
                hiddenSize,
                EPSILON,
                false,
                false,
                null,
                AlignmentHeads.read(config, decoder));
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
        if (attentionWidth % stack.heads() != 0) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT, "config.json has a d_model that its attention heads do not divide");
        }
        if (attentionWidth / stack.heads() % HEAD_STEP != 0) {
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED,
                    "an attention head of the model has a width of " + attentionWidth / stack.heads()
                            + "; it must be a multiple of " + HEAD_STEP);
        }
    }

    int headWidth() {
        return attentionWidth / decoder.heads();
    }

    float embeddingScale() {
        return scaledEmbeddings ? (float) Math.sqrt(hiddenSize) : 1;
    }
}
