package dev.scriptorium.inference.engine.seq2seq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.inference.engine.GenerationSettings;
import dev.scriptorium.inference.engine.files.ModelFiles;
import dev.scriptorium.inference.engine.search.BeamSettings;
import dev.scriptorium.inference.engine.search.BeamSettings.Stopping;
import dev.scriptorium.inference.engine.search.Rules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a model wants to be searched: generation_config.json, or where it is missing config.json, as transformers reads
 * them. Sampling is not done: {@code do_sample} is passed over.
 *
 * @param defaults what a caller may change
 * @param base the rules, with the defaults in them
 * @param longest the most tokens that the model can write
 */
record GenerationRules(GenerationSettings defaults, Rules base, Stopping stopping, int longest) {

    /** @param positions the longest sequence that the model can write, the start token included */
    static GenerationRules read(ModelFiles files, JsonNode config, int positions) {
        JsonNode generation = files.has("generation_config.json") ? files.json("generation_config.json") : config;
        int maxLength = Math.min(positions, generation.path("max_length").asInt(positions));
        int maxNewTokens = Math.max(1, generation.path("max_new_tokens").asInt(maxLength - 1));
        GenerationSettings defaults = new GenerationSettings(
                Math.clamp(generation.path("num_beams").asInt(1), 1, GenerationSettings.MAX_BEAMS),
                Math.min(maxNewTokens, positions - 1),
                (float) generation.path("length_penalty").asDouble(1),
                (float) generation.path("repetition_penalty").asDouble(1),
                generation.path("no_repeat_ngram_size").asInt(0));
        int padding = config.path("pad_token_id").asInt(0);
        Rules base = new Rules(
                token(generation, "decoder_start_token_id", token(config, "decoder_start_token_id", padding)),
                tokens(generation.has("eos_token_id") ? generation : config),
                token(generation, "forced_bos_token_id", Rules.NONE),
                token(generation, "forced_eos_token_id", Rules.NONE),
                generation.path("min_length").asInt(0),
                defaults.maxNewTokens(),
                defaults.repetitionPenalty(),
                defaults.noRepeatNgramSize(),
                forbidden(generation));
        return new GenerationRules(defaults, base, stopping(generation.path("early_stopping")), positions - 1);
    }

    /** The tokens that are never written, whatever stands before them. */
    Set<Integer> neverWritten() {
        return base.forbidden().stream()
                .filter(run -> run.size() == 1)
                .map(List::getFirst)
                .collect(Collectors.toUnmodifiableSet());
    }

    Rules rules(GenerationSettings settings) {
        return new Rules(
                base.startToken(),
                base.endTokens(),
                base.forcedFirstToken(),
                base.forcedLastToken(),
                base.minLength(),
                Math.min(settings.maxNewTokens(), longest),
                settings.repetitionPenalty(),
                settings.noRepeatNgramSize(),
                base.forbidden());
    }

    BeamSettings beams(GenerationSettings settings) {
        return new BeamSettings(settings.beams(), settings.lengthPenalty(), stopping);
    }

    private static int token(JsonNode node, String key, int otherwise) {
        return node.path(key).asInt(otherwise);
    }

    private static Set<Integer> tokens(JsonNode node) {
        JsonNode end = node.path("eos_token_id");
        Set<Integer> tokens = new HashSet<>();
        if (end.isArray()) {
            end.forEach(token -> tokens.add(token.asInt()));
        } else if (end.isInt()) {
            tokens.add(end.asInt());
        }
        return tokens;
    }

    private static Stopping stopping(JsonNode node) {
        if (node.isTextual() && node.asText().equals("never")) {
            return Stopping.NEVER;
        }
        return node.asBoolean(false) ? Stopping.FULL : Stopping.UNLIKELY;
    }

    /** As transformers, a lone end token among them is passed over. */
    private static List<List<Integer>> forbidden(JsonNode generation) {
        Set<Integer> ends = tokens(generation);
        List<List<Integer>> forbidden = new ArrayList<>();
        for (JsonNode run : generation.path("bad_words_ids")) {
            List<Integer> tokens = new ArrayList<>();
            run.forEach(token -> tokens.add(token.asInt()));
            if (!tokens.isEmpty() && !(tokens.size() == 1 && ends.contains(tokens.getFirst()))) {
                forbidden.add(tokens);
            }
        }
        return forbidden;
    }
}
