package dev.scriptorium.engine.causal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.layers.Activation;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a decoder-only model, from config.json as transformers 4 and 5 write it.
 *
 * @param width elements of a hidden state
 * @param inner elements between the two layers of a feed-forward block
 * @param keyHeads heads of keys and values; several heads of queries share one
 * @param maxPositions the longest sequence, prompt and answer together
 * @param tied whether the output layer is the table of tokens
 * @param normalisedHeads whether queries and keys are normalised head by head
 * @param scoreScale what scores of attention are multiplied by
 * @param scoreCap the scores' soft cap; 0 is none
 * @param outputCap the output's soft cap; 0 is none
 * @param embeddingScale what embeddings are multiplied by
 * @param layers from the first to the last
 */
record CausalConfig(
        CausalFamily family,
        int width,
        int inner,
        int heads,
        int keyHeads,
        int headWidth,
        int vocabulary,
        int maxPositions,
        float epsilon,
        Activation activation,
        boolean tied,
        boolean normalisedHeads,
        float scoreScale,
        float scoreCap,
        float outputCap,
        float embeddingScale,
        List<Layer> layers) {

    private static final int MOST = 1 << 24;

    /**
     * What layers of one model differ in.
     *
     * @param window positions that are attended to, the own one among them; 0 is all
     * @param rotary null where positions are learned
     */
    record Layer(int window, @Nullable RotaryPositions rotary) {}

    CausalConfig {
        // Kernels address memory by these products.
        if ((long) heads * headWidth + 2L * keyHeads * headWidth > MOST) {
            throw corrupt("asks for " + heads + " heads and " + keyHeads + " heads of keys with " + headWidth
                    + " elements each");
        }
    }

    static CausalConfig read(CausalFamily family, JsonNode json) {
        return family == CausalFamily.GPT2 ? gpt2(json) : rotary(family, json);
    }

    private static CausalConfig gpt2(JsonNode json) {
        for (String flag : new String[] {"scale_attn_by_inverse_layer_idx", "reorder_and_upcast_attn"}) {
            refuse(json.path(flag).asBoolean(), flag);
        }
        int width = size(json, "n_embd");
        int heads = size(json, "n_head");
        int headWidth = divided(width, heads, "n_embd", "n_head");
        boolean scaled = json.path("scale_attn_weights").asBoolean(true);
        return new CausalConfig(
                CausalFamily.GPT2,
                width,
                json.path("n_inner").asInt(4 * width),
                heads,
                heads,
                headWidth,
                size(json, "vocab_size"),
                size(json, "n_positions"),
                (float) json.path("layer_norm_epsilon").asDouble(1e-5),
                Activation.named(json.path("activation_function").asText("gelu_new")),
                json.path("tie_word_embeddings").asBoolean(true),
                false,
                scaled ? (float) (1 / Math.sqrt(headWidth)) : 1,
                0,
                0,
                1,
                IntStream.range(0, size(json, "n_layer"))
                        .mapToObj(layer -> new Layer(0, null))
                        .toList());
    }

    private static CausalConfig rotary(CausalFamily family, JsonNode json) {
        int width = size(json, "hidden_size");
        int heads = size(json, "num_attention_heads");
        int keyHeads = json.path("num_key_value_heads").asInt(heads);
        int headWidth = json.path("head_dim").isInt()
                ? size(json, "head_dim")
                : divided(width, heads, "hidden_size", "num_attention_heads");
        String type = json.path("model_type").asText();
        boolean gemma = family == CausalFamily.GEMMA;
        divided(heads, keyHeads, "num_attention_heads", "num_key_value_heads");
        refuse(json.path("use_bidirectional_attention").asBoolean(), "use_bidirectional_attention");
        String usualActivation = gemma ? "gelu_pytorch_tanh" : "silu";
        String activation =
                json.path("hidden_activation").asText(json.path("hidden_act").asText(usualActivation));
        double queryScalar = json.path("query_pre_attn_scalar").asDouble(headWidth);
        return new CausalConfig(
                family,
                width,
                size(json, "intermediate_size"),
                heads,
                keyHeads,
                headWidth,
                size(json, "vocab_size"),
                size(json, "max_position_embeddings"),
                (float) json.path("rms_norm_eps").asDouble(1e-6),
                Activation.named(gemma && activation.equals("gelu") ? usualActivation : activation),
                json.path("tie_word_embeddings").asBoolean(gemma),
                type.equals("qwen3") || type.equals("gemma3_text"),
                (float) (1 / Math.sqrt(queryScalar)),
                (float) json.path("attn_logit_softcapping").asDouble(0),
                (float) json.path("final_logit_softcapping").asDouble(0),
                gemma ? (float) Math.sqrt(width) : 1,
                layers(json, headWidth));
    }

    private static List<Layer> layers(JsonNode json, int headWidth) {
        JsonNode all = json.path("rope_parameters");
        JsonNode wide = all.has("full_attention")
                ? all.path("full_attention")
                : all.isObject() ? all : json.path("rope_scaling");
        double theta = json.path("rope_theta").asDouble(10000);
        int positions = size(json, "max_position_embeddings");
        double share = wide.path("partial_rotary_factor")
                .asDouble(json.path("partial_rotary_factor").asDouble(1));
        int turned = (int) (headWidth * share);
        if (turned < 2 || turned % 2 != 0 || turned > headWidth) {
            throw corrupt("asks to turn " + turned + " elements of a head of " + headWidth);
        }
        RotaryPositions full = RotaryPositions.read(wide, theta, turned, positions);
        RotaryPositions local = local(json, all, theta, turned, positions, full);
        Windows windows = Windows.read(json);
        return IntStream.range(0, size(json, "num_hidden_layers"))
                .mapToObj(layer -> windows.slides(layer) ? new Layer(windows.size(), local) : new Layer(0, full))
                .toList();
    }

    /** Gemma 3 turns by other angles where it attends to a window. */
    private static RotaryPositions local(
            JsonNode json, JsonNode all, double theta, int turned, int positions, RotaryPositions full) {
        if (all.has("sliding_attention")) {
            return RotaryPositions.read(all.path("sliding_attention"), theta, turned, positions);
        }
        return json.path("rope_local_base_freq").isNumber()
                ? RotaryPositions.read(
                        json.path("none"), json.path("rope_local_base_freq").asDouble(), turned, positions)
                : full;
    }

    private record Windows(int size, List<Boolean> sliding) {

        static Windows read(JsonNode json) {
            int layers = CausalConfig.size(json, "num_hidden_layers");
            int size = json.path("sliding_window").asInt(0);
            String type = json.path("model_type").asText();
            if (size <= 0
                    || json.path("use_sliding_window").isBoolean()
                            && !json.path("use_sliding_window").asBoolean()) {
                return new Windows(0, List.of());
            }
            JsonNode types = json.path("layer_types");
            int pattern = json.has("sliding_window_pattern") ? CausalConfig.size(json, "sliding_window_pattern") : 6;
            int first = json.path("max_window_layers").asInt(0);
            return new Windows(
                    size,
                    IntStream.range(0, layers)
                            .mapToObj(layer -> types.isArray()
                                    ? types.path(layer).asText().equals("sliding_attention")
                                    : switch (type) {
                                        case "gemma2" -> layer % 2 == 0;
                                        case "gemma3_text" -> (layer + 1) % pattern != 0;
                                        case "qwen2", "qwen3" -> layer >= first;
                                        default -> true;
                                    })
                            .toList());
        }

        boolean slides(int layer) {
            return size > 0 && sliding.get(layer);
        }
    }

    private static int size(JsonNode json, String key) {
        JsonNode value = json.path(key);
        if (!value.isInt() || value.asInt() < 1 || value.asInt() > MOST) {
            throw corrupt("has no usable " + key);
        }
        return value.asInt();
    }

    private static int divided(int whole, int parts, String wholeName, String partsName) {
        if (parts < 1 || whole % parts != 0) {
            throw corrupt("has a " + wholeName + " of " + whole + ", which is no multiple of its " + partsName + " of "
                    + parts);
        }
        return whole / parts;
    }

    private static void refuse(boolean asked, String key) {
        if (asked) {
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED, "config.json sets " + key + ", which is not supported");
        }
    }

    private static FailureException corrupt(String what) {
        return new FailureException(FailureCode.MODEL_CORRUPT, "config.json " + what);
    }

    /** Elements of the queries of all heads. */
    int queryWidth() {
        return heads * headWidth;
    }

    /** Elements of the keys of all heads. */
    int keyWidth() {
        return keyHeads * headWidth;
    }
}
