package dev.scriptorium.engine.search;

/**
 * How beams compete.
 *
 * @param beams rows that are continued at every step; 1 is greedy search
 * @param lengthPenalty the power of the length by which a sequence's log-probability is divided
 * @param stopping when enough sequences have ended
 */
record BeamSettings(int beams, float lengthPenalty, Stopping stopping) {

    /** The values of {@code early_stopping}. */
    enum Stopping {
        /** {@code true}: as soon as {@code beams} sequences have ended. */
        FULL,
        /** {@code false}: when the best row, ending now, would not be among those kept. */
        UNLIKELY,
        /** {@code "never"}: when the best row, however long, cannot be among those kept. */
        NEVER
    }

    float lengthFactor(int length) {
        return (float) Math.pow(length, lengthPenalty);
    }
}
