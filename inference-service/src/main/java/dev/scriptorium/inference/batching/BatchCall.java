package dev.scriptorium.inference.batching;

import dev.scriptorium.engine.Cancellation;
import java.util.List;

/**
 * A call that answers a whole batch at once. Inputs of equal calls may share a batch, so an implementation is a record of
 * the loaded model and its settings.
 */
public non-sealed interface BatchCall<O> extends ModelCall<O> {

    @Override
    default Object group() {
        return this;
    }

    /** One output for each input, in order; an input's output does not depend on what else is in the batch. */
    List<O> run(List<int[]> inputs, Cancellation cancellation);
}
