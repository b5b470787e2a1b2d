package dev.scriptorium.summarizer;

import dev.scriptorium.proto.summarizer.v1.Coverage;
import dev.scriptorium.proto.summarizer.v1.Shortfall;

/** Why a summary has fewer sentences than were asked for. */
public final class Shortfalls {

    private Shortfalls() {}

    public static Shortfall of(int sentences, int wanted, Coverage coverage) {
        if (sentences >= wanted) {
            return Shortfall.SHORTFALL_UNSPECIFIED;
        }
        return coverage.getSegmentsConsidered() + coverage.getSegmentsRepeated() > sentences
                ? Shortfall.SHORTFALL_REPETITIONS
                : Shortfall.SHORTFALL_FEW_SENTENCES;
    }
}
