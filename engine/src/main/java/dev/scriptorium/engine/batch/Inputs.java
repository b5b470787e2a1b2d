package dev.scriptorium.engine.batch;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.List;

/**
 * What a model takes.
 *
 * @param maxTokens the most tokens of one input
 * @param vocabulary tokens are from 0 to below it
 */
public record Inputs(int maxTokens, int vocabulary) {

    /** Refuses inputs that would fail inside the model, or read beside its tables. */
    public void check(List<int[]> inputs) {
        for (int[] input : inputs) {
            if (input.length == 0) {
                throw new FailureException(FailureCode.BAD_REQUEST, "an input has no tokens");
            }
            if (input.length > maxTokens) {
                throw new FailureException(
                        FailureCode.INPUT_TOO_LONG,
                        "an input has " + input.length + " tokens but the model takes at most " + maxTokens);
            }
            for (int token : input) {
                if (token < 0 || token >= vocabulary) {
                    throw new FailureException(
                            FailureCode.BAD_REQUEST,
                            "token " + token + " is not in the model's vocabulary of " + vocabulary);
                }
            }
        }
    }
}
