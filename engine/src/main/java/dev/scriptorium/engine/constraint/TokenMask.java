package dev.scriptorium.engine.constraint;

import java.util.BitSet;

/**
 * Tokens that may come next.
 *
 * @param farthest the most tokens that are enough to come to an end behind any of them
 */
record TokenMask(BitSet tokens, int farthest) {

    boolean isEmpty() {
        return tokens.isEmpty();
    }

    /** Sets the scores of all others to negative infinity. */
    void apply(float[] scores) {
        for (int token = tokens.nextClearBit(0); token < scores.length; token = tokens.nextClearBit(token + 1)) {
            scores[token] = Float.NEGATIVE_INFINITY;
        }
    }
}
