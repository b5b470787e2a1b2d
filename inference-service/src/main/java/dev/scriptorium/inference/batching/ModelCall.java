package dev.scriptorium.inference.batching;

/** A model with the settings of one kind of call. */
public sealed interface ModelCall<O> permits BatchCall, SequenceCall {

    /** The model's name in the catalogue. */
    String model();

    /** Inputs of calls with equal groups may go through the model together. */
    Object group();
}
