package dev.scriptorium.engine.seq2seq;

import java.util.List;

/** The names that a family of models gives its tensors, without {@code .weight} and {@code .bias}. */
enum TensorNames {
    /** BART and what follows its code: Marian, mBART, M2M100, Pegasus. */
    BART {
        @Override
        Attention selfAttention(String side, int layer) {
            return attention(layer(side, layer) + ".self_attn");
        }

        @Override
        Attention crossAttention(int layer) {
            return attention(layer("decoder", layer) + ".encoder_attn");
        }

        private Attention attention(String name) {
            return new Attention(
                    name + "_layer_norm", name + ".q_proj", name + ".k_proj", name + ".v_proj", name + ".out_proj");
        }

        @Override
        FeedForward feedForward(String side, int layer, boolean gated) {
            String name = layer(side, layer);
            return new FeedForward(name + ".final_layer_norm", List.of(name + ".fc1"), name + ".fc2");
        }

        @Override
        String finalNorm(String side) {
            return "model." + side + ".layer_norm";
        }

        @Override
        String tokens(String side) {
            return "model." + side + ".embed_tokens.weight";
        }

        @Override
        String sharedTokens() {
            return "model.shared.weight";
        }

        private String layer(String side, int layer) {
            return "model." + side + ".layers." + layer;
        }
    },

    /** T5 and mT5. */
    T5 {
        @Override
        Attention selfAttention(String side, int layer) {
            return attention(block(side, layer, 0), "SelfAttention");
        }

        @Override
        Attention crossAttention(int layer) {
            return attention(block("decoder", layer, 1), "EncDecAttention");
        }

        private Attention attention(String block, String kind) {
            String name = block + "." + kind;
            return new Attention(block + ".layer_norm", name + ".q", name + ".k", name + ".v", name + ".o");
        }

        @Override
        FeedForward feedForward(String side, int layer, boolean gated) {
            String block = block(side, layer, side.equals("encoder") ? 1 : 2);
            String name = block + ".DenseReluDense";
            List<String> inputs = gated ? List.of(name + ".wi_0", name + ".wi_1") : List.of(name + ".wi");
            return new FeedForward(block + ".layer_norm", inputs, name + ".wo");
        }

        @Override
        String finalNorm(String side) {
            return side + ".final_layer_norm";
        }

        @Override
        String tokens(String side) {
            return side + ".embed_tokens.weight";
        }

        @Override
        String sharedTokens() {
            return "shared.weight";
        }

        private String block(String side, int layer, int part) {
            return side + ".block." + layer + ".layer." + part;
        }
    };

    /** The projections of an attention block and its normalisation. */
    record Attention(String norm, String query, String key, String value, String output) {}

    /** @param inputs the first layer; of a gated block the activated one and the other */
    record FeedForward(String norm, List<String> inputs, String output) {}

    /** @param side {@code encoder} or {@code decoder} */
    abstract Attention selfAttention(String side, int layer);

    abstract Attention crossAttention(int layer);

    abstract FeedForward feedForward(String side, int layer, boolean gated);

    abstract String finalNorm(String side);

    abstract String tokens(String side);

    abstract String sharedTokens();

    /** The table by which the self-attention of a layer weighs distances; models that share one have it in the first layer. */
    String relativeBias(String side, int layer) {
        return side + ".block." + layer + ".layer.0.SelfAttention.relative_attention_bias.weight";
    }
}
