package dev.scriptorium.engine.causal;

import dev.scriptorium.engine.files.Weights;
import java.util.List;

/** The names under which a family's weights are stored, without {@code .weight} and {@code .bias}. */
sealed interface CausalNames {

    String OUTPUT = "lm_head.weight";

    /**
     * A product's weights.
     *
     * @param columns whether they are stored as {@code [in, out]}
     */
    record Linear(String name, int out, boolean columns) {

        Linear(String name, int out) {
            this(name, out, false);
        }
    }

    static CausalNames of(CausalFamily family, Weights weights) {
        return switch (family) {
            case LLAMA -> new Llama(false, false);
            case PHI3 -> new Llama(true, false);
            case GEMMA -> new Llama(false, true);
            case GPT2 -> new Gpt2(weights.has("transformer.wte.weight") ? "transformer." : "");
        };
    }

    String tokens();

    String positions();

    String attentionNorm(int layer);

    String queryNorm(int layer);

    String keyNorm(int layer);

    List<Linear> projections(int layer, CausalConfig config);

    Linear attentionOutput(int layer, CausalConfig config);

    /** What normalises the output of attention; empty where nothing does. */
    String attentionEnd(int layer);

    String feedForwardNorm(int layer);

    /** Whether the activated half of the first layer is multiplied with the other half. */
    boolean gated();

    List<Linear> feedForwardInputs(int layer, CausalConfig config);

    Linear feedForwardOutput(int layer, CausalConfig config);

    String feedForwardEnd(int layer);

    String lastNorm();

    /**
     * @param joined whether projections of one input are stored as one
     * @param normalisedAfter whether what blocks give is normalised, too
     */
    record Llama(boolean joined, boolean normalisedAfter) implements CausalNames {

        private static String layer(int layer) {
            return "model.layers." + layer + ".";
        }

        @Override
        public String tokens() {
            return "model.embed_tokens.weight";
        }

        @Override
        public String positions() {
            throw new IllegalStateException("positions are rotary");
        }

        @Override
        public String attentionNorm(int layer) {
            return layer(layer) + "input_layernorm";
        }

        @Override
        public String queryNorm(int layer) {
            return layer(layer) + "self_attn.q_norm";
        }

        @Override
        public String keyNorm(int layer) {
            return layer(layer) + "self_attn.k_norm";
        }

        @Override
        public List<Linear> projections(int layer, CausalConfig config) {
            String attention = layer(layer) + "self_attn.";
            return joined
                    ? List.of(new Linear(attention + "qkv_proj", config.queryWidth() + 2 * config.keyWidth()))
                    : List.of(
                            new Linear(attention + "q_proj", config.queryWidth()),
                            new Linear(attention + "k_proj", config.keyWidth()),
                            new Linear(attention + "v_proj", config.keyWidth()));
        }

        @Override
        public Linear attentionOutput(int layer, CausalConfig config) {
            return new Linear(layer(layer) + "self_attn.o_proj", config.width());
        }

        @Override
        public String attentionEnd(int layer) {
            return normalisedAfter ? layer(layer) + "post_attention_layernorm" : "";
        }

        @Override
        public String feedForwardNorm(int layer) {
            return layer(layer) + (normalisedAfter ? "pre_feedforward_layernorm" : "post_attention_layernorm");
        }

        @Override
        public boolean gated() {
            return true;
        }

        @Override
        public List<Linear> feedForwardInputs(int layer, CausalConfig config) {
            String block = layer(layer) + "mlp.";
            return joined
                    ? List.of(new Linear(block + "gate_up_proj", 2 * config.inner()))
                    : List.of(
                            new Linear(block + "gate_proj", config.inner()),
                            new Linear(block + "up_proj", config.inner()));
        }

        @Override
        public Linear feedForwardOutput(int layer, CausalConfig config) {
            return new Linear(layer(layer) + "mlp.down_proj", config.width());
        }

        @Override
        public String feedForwardEnd(int layer) {
            return normalisedAfter ? layer(layer) + "post_feedforward_layernorm" : "";
        }

        @Override
        public String lastNorm() {
            return "model.norm";
        }
    }

    /** @param prefix of all names but the output layer's; empty in older files */
    record Gpt2(String prefix) implements CausalNames {

        private String layer(int layer) {
            return prefix + "h." + layer + ".";
        }

        @Override
        public String tokens() {
            return prefix + "wte.weight";
        }

        @Override
        public String positions() {
            return prefix + "wpe.weight";
        }

        @Override
        public String attentionNorm(int layer) {
            return layer(layer) + "ln_1";
        }

        @Override
        public String queryNorm(int layer) {
            throw new IllegalStateException("heads are not normalised");
        }

        @Override
        public String keyNorm(int layer) {
            throw new IllegalStateException("heads are not normalised");
        }

        @Override
        public List<Linear> projections(int layer, CausalConfig config) {
            return List.of(new Linear(layer(layer) + "attn.c_attn", 3 * config.width(), true));
        }

        @Override
        public Linear attentionOutput(int layer, CausalConfig config) {
            return new Linear(layer(layer) + "attn.c_proj", config.width(), true);
        }

        @Override
        public String attentionEnd(int layer) {
            return "";
        }

        @Override
        public String feedForwardNorm(int layer) {
            return layer(layer) + "ln_2";
        }

        @Override
        public boolean gated() {
            return false;
        }

        @Override
        public List<Linear> feedForwardInputs(int layer, CausalConfig config) {
            return List.of(new Linear(layer(layer) + "mlp.c_fc", config.inner(), true));
        }

        @Override
        public Linear feedForwardOutput(int layer, CausalConfig config) {
            return new Linear(layer(layer) + "mlp.c_proj", config.width(), true);
        }

        @Override
        public String feedForwardEnd(int layer) {
            return "";
        }

        @Override
        public String lastNorm() {
            return prefix + "ln_f";
        }
    }
}
