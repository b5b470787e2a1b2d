package dev.scriptorium.inference.batching;

import java.time.Instant;

/** What the queue knows of an input. Inputs are told apart by identity. */
interface QueuedInput {

    /** The name of the model that it waits for. */
    String model();

    /** Inputs of equal groups may share a call. */
    Object group();

    int tokens();

    /** Whether it is generated as a sequence, which others of the group join later. Then a batch is this one input. */
    default boolean isSequence() {
        return false;
    }

    RequestContext context();

    default boolean expired(Instant now) {
        return now.isAfter(context().deadline());
    }
}
