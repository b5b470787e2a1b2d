package dev.scriptorium.inference.batching;

import java.time.Instant;

/** What the queue knows of an input. Inputs are told apart by identity. */
interface Waiting {

    /** The name of the model that it waits for. */
    String model();

    /** Inputs of equal groups may share a call. */
    Object group();

    int tokens();

    /** Whether others of the group join later: then a batch is the one input whose turn it is. */
    default boolean joinedLater() {
        return false;
    }

    Origin origin();

    default boolean expired(Instant now) {
        return now.isAfter(origin().deadline());
    }
}
