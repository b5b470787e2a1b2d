package dev.scriptorium.inference.batching;

import dev.scriptorium.inference.engine.Cancellation;
import java.util.List;

/**
 * A model with the settings of one kind of call. Inputs of equal calls may share a batch, so an implementation is a
 * record of the loaded model and its settings.
 */
public interface ModelCall<O> {

    /** The model's name in the catalogue. */
    String model();

    /** One output for each input, in order; an input's output does not depend on what else is in the batch. */
    List<O> run(List<int[]> inputs, Cancellation cancellation);
}
