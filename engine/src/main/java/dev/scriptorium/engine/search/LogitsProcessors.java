package dev.scriptorium.engine.search;

import java.util.List;
import java.util.Set;

/**
 * What the search of one sentence must keep to: how sequences start and end, and which tokens are never or no longer
 * allowed.
 *
 * @param startToken the first token of every row; it is not part of the result
 * @param endTokens a row that writes one of these is finished
 * @param forcedFirstToken the token that every sequence begins with, or none below 0
 * @param forcedLastToken the token that is written at the length limit, or none below 0
 * @param maxNewTokens the length limit, without the start token
 * @param rowRules in the order in which they apply, that of transformers
 */
record LogitsProcessors(
        int startToken,
        Set<Integer> endTokens,
        int forcedFirstToken,
        int forcedLastToken,
        int maxNewTokens,
        List<LogitsProcessor> rowRules) {

    /** The value of an optional token that is not there. */
    static final int NONE = -1;

    LogitsProcessors {
        endTokens = Set.copyOf(endTokens);
        rowRules = List.copyOf(rowRules);
    }

    /** The token of every row at this length, where it is given; {@code written} counts tokens after the start. */
    int forcedAt(int written) {
        if (forcedLastToken >= 0 && written == maxNewTokens - 1) {
            return forcedLastToken;
        }
        return written == 0 ? forcedFirstToken : NONE;
    }

    /** Whether the rules depend on what a row has written, so that the model alone cannot rank the next tokens. */
    boolean dependOnRow() {
        return rowRules.stream().anyMatch(LogitsProcessor::dependsOnSequence);
    }

    void apply(int[] row, float[] scores) {
        rowRules.forEach(rule -> rule.apply(row, scores));
    }

    boolean ends(int token) {
        return endTokens.contains(token);
    }
}
