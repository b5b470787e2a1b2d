package dev.scriptorium.inference.batching;

import dev.scriptorium.engine.Cancellation;
import java.util.List;
import java.util.function.Function;

/** A model that is a function. */
record FunctionCall<O>(String model, Function<List<int[]>, List<O>> function) implements BatchCall<O> {

    @Override
    public List<O> run(List<int[]> inputs, Cancellation cancellation) {
        return function.apply(inputs);
    }
}
