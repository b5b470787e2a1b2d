package dev.scriptorium.inference.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.engine.CausalModel;
import dev.scriptorium.engine.CausalSettings;
import dev.scriptorium.engine.Sampling;
import dev.scriptorium.engine.ScoreAdjustments;
import dev.scriptorium.inference.InferenceConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What requests for chats and for completions have in common.
 *
 * @param prompts ids
 * @param choices answers to each prompt
 * @param usageInStream whether a stream ends with the usage
 */
record CompletionRequest(
        String model,
        List<int[]> prompts,
        int choices,
        boolean stream,
        boolean usageInStream,
        CausalSettings settings,
        boolean scorePrompt) {

    private static final int MOST_STOPS = 4;
    private static final int MOST_TOKENS = 1 << 24;

    /** @param likeliest how many of the likeliest tokens come with each; below 0: no log-probabilities at all */
    static CausalSettings settings(
            RequestBody body, CausalModel model, int likeliest, InferenceConfig.Continuation limits) {
        int most = body.whole(
                "max_completion_tokens",
                body.whole("max_tokens", limits.answerTokens(), 1, MOST_TOKENS),
                1,
                MOST_TOKENS);
        List<String> stops = body.texts("stop", MOST_STOPS);
        if (stops.contains("")) {
            throw RequestBody.bad("`stop` has an empty text");
        }
        CausalSettings settings = model.defaults()
                .withMaxNewTokens(most)
                .withStops(stops)
                .withSampling(sampling(body, model.defaults().sampling()))
                .withLogProbabilities(likeliest)
                .withAdjustments(adjustments(body, model.defaults().adjustments()));
        return RequestedFormat.read(body)
                .map(format -> settings.withConstraint(model.constraint(format, limits.formatStates())))
                .orElse(settings);
    }

    private static ScoreAdjustments adjustments(RequestBody body, ScoreAdjustments ofModel) {
        return new ScoreAdjustments(
                (float) body.number("repetition_penalty", ofModel.repetitionPenalty(), 0.01, 100),
                (float) body.number("presence_penalty", 0, -2, 2),
                (float) body.number("frequency_penalty", 0, -2, 2),
                bias(body.get("logit_bias")),
                body.flag("ignore_eos"));
    }

    /** Null for the likeliest tokens, with a temperature of 0. */
    private static @Nullable Sampling sampling(RequestBody body, @Nullable Sampling ofModel) {
        Sampling usual = ofModel == null ? new Sampling(1, 0, 1, 0, 0) : ofModel;
        double temperature = body.number("temperature", usual.temperature(), 0, 2);
        double share = body.number("top_p", usual.topP(), 0, 1);
        if (temperature == 0 || share == 0) {
            return null;
        }
        JsonNode seed = body.get("seed");
        if (body.has("seed") && !(seed.isIntegralNumber() && seed.canConvertToLong())) {
            throw RequestBody.bad("`seed` must be a whole number");
        }
        return new Sampling(
                (float) temperature,
                Math.max(0, body.whole("top_k", usual.topK(), -1, MOST_TOKENS)),
                (float) share,
                (float) body.number("min_p", usual.minP(), 0, 0.999),
                body.has("seed") ? seed.asLong() : ThreadLocalRandom.current().nextLong());
    }

    private static Map<Integer, Float> bias(JsonNode json) {
        Map<Integer, Float> bias = new HashMap<>();
        json.properties().forEach(entry -> {
            double value = entry.getValue().asDouble();
            if (!entry.getKey().matches("[0-9]{1,9}") || !entry.getValue().isNumber() || !(Math.abs(value) <= 100)) {
                throw RequestBody.bad("`logit_bias` must map tokens to numbers from -100 to 100");
            }
            bias.put(Integer.valueOf(entry.getKey()), (float) value);
        });
        return bias;
    }

    static boolean usageInStream(RequestBody body) {
        return body.get("stream_options").path("include_usage").asBoolean();
    }

    /** The settings of one of the answers to a prompt: each is drawn with a seed of its own. */
    CausalSettings settings(int choice) {
        Sampling sampling = settings.sampling();
        return sampling == null ? settings : settings.withSampling(sampling.withSeed(sampling.seed() + choice));
    }

    int answers() {
        return prompts.size() * choices;
    }
}
