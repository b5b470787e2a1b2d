package dev.scriptorium.inference.batching;

import java.time.Instant;

/** What the queue knows of an input. Inputs are told apart by identity. */
interface Waiting {

    /** Inputs of equal groups may share a call. */
    Object group();

    int tokens();

    Origin origin();

    default boolean expired(Instant now) {
        return now.isAfter(origin().deadline());
    }
}
