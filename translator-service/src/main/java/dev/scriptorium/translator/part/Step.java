package dev.scriptorium.translator.part;

import static dev.scriptorium.proto.translator.v1.Round.ROUND_DONE;
import static dev.scriptorium.proto.translator.v1.Round.ROUND_PIECES;
import static dev.scriptorium.proto.translator.v1.Round.ROUND_PIECES_PIVOT;
import static dev.scriptorium.proto.translator.v1.Round.ROUND_PIVOT;
import static dev.scriptorium.proto.translator.v1.Round.ROUND_RETRY;
import static dev.scriptorium.proto.translator.v1.Round.ROUND_RETRY_PIVOT;
import static dev.scriptorium.proto.translator.v1.Round.ROUND_TRANSLATE;
import static dev.scriptorium.proto.translator.v1.Round.ROUND_UNSPECIFIED;

import dev.scriptorium.proto.translator.v1.Round;
import java.util.List;

/**
 * A phase and a leg of the route: what all units of a part do before any goes on. {@link Round} is its form in the stored
 * state.
 *
 * @param leg 0 from the source language, 1 from the pivot language
 * @param purpose the first half of the names of its requests
 */
record Step(Phase phase, int leg, Round round, String purpose) {

    private static final List<Step> ORDER = List.of(
            new Step(Phase.FIRST, 0, ROUND_TRANSLATE, "translate"),
            new Step(Phase.FIRST, 1, ROUND_PIVOT, "pivot"),
            new Step(Phase.RETRY, 0, ROUND_RETRY, "retry"),
            new Step(Phase.RETRY, 1, ROUND_RETRY_PIVOT, "retry-pivot"),
            new Step(Phase.PIECES, 0, ROUND_PIECES, "pieces"),
            new Step(Phase.PIECES, 1, ROUND_PIECES_PIVOT, "pieces-pivot"));

    /** The step of a round that has requests. */
    static Step of(Round round) {
        return ORDER.stream()
                .filter(step -> step.round == round)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no requests in " + round));
    }

    /** The round after this one; the first one after ROUND_UNSPECIFIED. */
    static Round after(Round round) {
        int next = round == ROUND_UNSPECIFIED ? 0 : ORDER.indexOf(of(round)) + 1;
        return next < ORDER.size() ? ORDER.get(next).round : ROUND_DONE;
    }

    boolean isRetry() {
        return phase == Phase.RETRY;
    }

    boolean isPieces() {
        return phase == Phase.PIECES;
    }
}
