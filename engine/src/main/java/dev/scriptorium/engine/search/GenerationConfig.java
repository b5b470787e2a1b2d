package dev.scriptorium.engine.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.engine.BatchKind;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.GenerationSettings;
import dev.scriptorium.engine.GenerationTask;
import dev.scriptorium.engine.Sampling;
import dev.scriptorium.engine.search.BeamSettings.Stopping;
import dev.scriptorium.tokenizers.ModelFiles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a model wants to be searched: generation_config.json, or where it is missing config.json, as transformers reads
 * them. {@code do_sample} is honoured with one beam; with more the beams are searched.
 */
public final class GenerationConfig {

    private final JsonNode json;
    private final JsonNode config;
    private final int positions;
    private final GenerationSettings defaults;
    private final int startToken;
    private final Set<Integer> endTokens;
    private final int minLength;
    private final int longest;
    private final LogitsProcessor.BadWords badWords;
    private final LogitsProcessor.SuppressTokens suppressed;

    private GenerationConfig(JsonNode json, JsonNode config, int positions) {
        this.json = json;
        this.config = config;
        this.positions = positions;
        this.longest = positions - 1;
        this.defaults = defaults(json, positions);
        int padding = config.path("pad_token_id").asInt(0);
        this.startToken = token(json, "decoder_start_token_id", token(config, "decoder_start_token_id", padding));
        this.endTokens = tokens((json.has("eos_token_id") ? json : config).path("eos_token_id"));
        this.minLength = json.path("min_length").asInt(0);
        this.badWords = new LogitsProcessor.BadWords(badWords(json, endTokens));
        this.suppressed = new LogitsProcessor.SuppressTokens(tokens(json.path("suppress_tokens")));
    }

    /** @param positions the longest sequence that the model can write, the start token included */
    public static GenerationConfig read(ModelFiles files, JsonNode config, int positions) {
        JsonNode json = files.has("generation_config.json") ? files.json("generation_config.json") : config;
        return new GenerationConfig(json, config, positions);
    }

    /** Of a model whose config.json says it all. */
    public static GenerationConfig of(JsonNode config, int positions) {
        return new GenerationConfig(config, config, positions);
    }

    private static GenerationSettings defaults(JsonNode json, int positions) {
        int maxLength = Math.min(positions, json.path("max_length").asInt(positions));
        int maxNewTokens = Math.max(1, json.path("max_new_tokens").asInt(maxLength - 1));
        int beams = Math.clamp(json.path("num_beams").asInt(1), 1, GenerationSettings.MAX_BEAMS);
        return new GenerationSettings(
                beams,
                Math.min(maxNewTokens, positions - 1),
                json.path("min_new_tokens").asInt(0),
                (float) json.path("length_penalty").asDouble(1),
                (float) json.path("repetition_penalty").asDouble(1),
                json.path("no_repeat_ngram_size").asInt(0),
                json.path("encoder_no_repeat_ngram_size").asInt(0),
                Math.clamp(json.path("num_return_sequences").asInt(1), 1, beams),
                beams == 1 && json.path("do_sample").asBoolean(false) ? sampling(json) : null);
    }

    private static Sampling sampling(JsonNode json) {
        Sampling usual = Sampling.DEFAULT;
        return new Sampling(
                (float) json.path("temperature").asDouble(usual.temperature()),
                json.path("top_k").asInt(usual.topK()),
                (float) json.path("top_p").asDouble(usual.topP()),
                (float) json.path("min_p").asDouble(usual.minP()),
                usual.seed());
    }

    /** What a caller may change. */
    public GenerationSettings defaults() {
        return defaults;
    }

    /**
     * As the pipelines of transformers have it: {@code task_specific_params} of config.json over the settings, and the prefix
     * there, else that of config.json. {@code early_stopping} stays the model's.
     */
    public GenerationTask task(String name) {
        JsonNode params = config.path("task_specific_params").path(name);
        String prefix = params.path("prefix").asText(config.path("prefix").asText(""));
        if (!params.isObject()) {
            return new GenerationTask(prefix, defaults);
        }
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        json.properties().forEach(member -> merged.set(member.getKey(), member.getValue()));
        params.properties().forEach(member -> merged.set(member.getKey(), member.getValue()));
        GenerationSettings settings = defaults(merged, positions);
        int shortest = params.path("min_length").asInt(0) - 1;
        return new GenerationTask(prefix, shortest > 0 ? settings.withMinNewTokens(shortest) : settings);
    }

    /** The tokens that are never written, whatever stands before them. */
    public Set<Integer> neverWritten() {
        Set<Integer> tokens = badWords.runs().stream()
                .filter(run -> run.size() == 1)
                .map(List::getFirst)
                .collect(Collectors.toCollection(HashSet::new));
        tokens.addAll(suppressed.tokens());
        return Set.copyOf(tokens);
    }

    /** Which batches can hold the input. */
    public BatchKind kind(GenerationInput input) {
        boolean allScores = input.target() != null
                || input.settings().sampling() != null
                || rules(input, OptionalInt.empty()).dependOnRow();
        return new BatchKind(input.rows(), allScores);
    }

    SentenceSearch search(GenerationInput input, OptionalInt forcedFirstToken) {
        GenerationSettings settings = input.settings();
        LogitsProcessors rules = rules(input, forcedFirstToken);
        int @Nullable [] target = input.target();
        if (target != null) {
            return new GivenSequence(rules, target);
        }
        Sampling sampling = settings.sampling();
        if (sampling != null) {
            return new SampledSearch(rules, sampling, settings.alternatives());
        }
        if (settings.beams() == 1) {
            return new GreedySearch(rules);
        }
        Stopping stopping = stopping(json.path("early_stopping"));
        return new BeamSearch(
                rules, new BeamSettings(settings.beams(), settings.lengthPenalty(), stopping), settings.alternatives());
    }

    /** The most tokens that the model can write. */
    int longest() {
        return longest;
    }

    /** Whether the length limit ended a sequence rather than the model. */
    boolean truncated(Hypothesis done, GenerationSettings settings) {
        boolean atLimit = done.row().length - 1 == maxNewTokens(settings);
        boolean ended =
                endTokens.contains(done.last()) && token(json, "forced_eos_token_id", LogitsProcessors.NONE) < 0;
        return atLimit && !ended;
    }

    private int maxNewTokens(GenerationSettings settings) {
        return Math.min(settings.maxNewTokens(), longest);
    }

    /** With the rules in the order of transformers' {@code _get_logits_processor}. */
    private LogitsProcessors rules(GenerationInput input, OptionalInt forcedFirstToken) {
        GenerationSettings settings = input.settings();
        int first = forcedFirstToken.orElse(token(json, "forced_bos_token_id", LogitsProcessors.NONE));
        List<LogitsProcessor> rules = new ArrayList<>();
        if (settings.repetitionPenalty() != 1) {
            rules.add(new LogitsProcessor.RepetitionPenalty(settings.repetitionPenalty()));
        }
        if (settings.noRepeatNgramSize() > 0) {
            rules.add(new LogitsProcessor.NoRepeatNGram(settings.noRepeatNgramSize()));
        }
        if (settings.encoderNoRepeatNgramSize() > 0) {
            rules.add(new LogitsProcessor.EncoderNoRepeatNGram(input.source(), settings.encoderNoRepeatNgramSize()));
        }
        if (!badWords.runs().isEmpty()) {
            rules.add(badWords);
        }
        int least = settings.minNewTokens() > 0 ? settings.minNewTokens() + 1 : minLength;
        if (least > 1) {
            rules.add(new LogitsProcessor.MinLength(least, endTokens));
        }
        if (!suppressed.tokens().isEmpty()) {
            rules.add(suppressed);
        }
        Set<Integer> suppressedAtBegin = tokens(json.path("begin_suppress_tokens"));
        if (!suppressedAtBegin.isEmpty()) {
            rules.add(new LogitsProcessor.BeginSuppressTokens(first < 0 ? 1 : 2, suppressedAtBegin));
        }
        int last = token(json, "forced_eos_token_id", LogitsProcessors.NONE);
        return new LogitsProcessors(startToken, endTokens, first, last, maxNewTokens(settings), rules);
    }

    private static int token(JsonNode node, String key, int otherwise) {
        return node.path(key).asInt(otherwise);
    }

    private static Set<Integer> tokens(JsonNode node) {
        Set<Integer> tokens = new HashSet<>();
        if (node.isArray()) {
            node.forEach(token -> tokens.add(token.asInt()));
        } else if (node.isInt()) {
            tokens.add(node.asInt());
        }
        return Set.copyOf(tokens);
    }

    private static Stopping stopping(JsonNode node) {
        if (node.isTextual() && node.asText().equals("never")) {
            return Stopping.NEVER;
        }
        return node.asBoolean(false) ? Stopping.FULL : Stopping.UNLIKELY;
    }

    /** As transformers, a lone end token among them is passed over. */
    private static List<List<Integer>> badWords(JsonNode json, Set<Integer> ends) {
        List<List<Integer>> forbidden = new ArrayList<>();
        for (JsonNode run : json.path("bad_words_ids")) {
            List<Integer> tokens = new ArrayList<>();
            run.forEach(token -> tokens.add(token.asInt()));
            if (!tokens.isEmpty() && !(tokens.size() == 1 && ends.contains(tokens.getFirst()))) {
                forbidden.add(List.copyOf(tokens));
            }
        }
        return List.copyOf(forbidden);
    }
}
