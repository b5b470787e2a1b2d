package dev.scriptorium.engine.phrases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.HashSet;
import java.util.Set;

/**
 * What a text's phrases are, as config.json says.
 *
 * @param tokenRun the most tokens of a run
 * @param negationReach over how many words after it a negator reaches
 * @param negators texts whose last word is a negator
 * @param joining symbols that end no negation, as they stand inside words
 */
record PhraseRules(int tokenRun, int negationReach, Set<String> negators, Set<String> joining) {

    static PhraseRules read(JsonNode config) {
        PhraseRules rules = new PhraseRules(
                config.path("token_run").asInt(),
                config.path("negation_reach").asInt(-1),
                strings(config.path("negators")),
                strings(config.path("joining")));
        if (rules.tokenRun < 1 || rules.negationReach < 0) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT, "config.json has no token_run above 0 or no negation_reach from 0 on");
        }
        return rules;
    }

    private static Set<String> strings(JsonNode array) {
        Set<String> strings = new HashSet<>();
        array.forEach(string -> strings.add(string.asText()));
        return strings;
    }
}
