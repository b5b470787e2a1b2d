package dev.scriptorium.inference.batching;

import java.util.List;

/** An input and the task to do on it. */
public record ModelInput<O>(ModelCall<O> call, int[] ids) {

    /** Inputs of one call. */
    public static <O> List<ModelInput<O>> of(ModelCall<O> call, List<int[]> inputs) {
        return inputs.stream().map(ids -> new ModelInput<>(call, ids)).toList();
    }
}
