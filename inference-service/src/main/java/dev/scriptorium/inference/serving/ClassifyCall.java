package dev.scriptorium.inference.serving;

import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.ClassificationModel;
import dev.scriptorium.inference.batching.BatchCall;
import dev.scriptorium.inference.catalogue.LoadedModel;
import java.util.List;

/** One forward pass: too short to be cancelled. */
record ClassifyCall(LoadedModel loaded, ClassificationModel engine) implements BatchCall<float[]> {

    @Override
    public String model() {
        return loaded.card().name();
    }

    @Override
    public List<float[]> run(List<int[]> inputs, Cancellation cancellation) {
        return engine.classify(inputs);
    }
}
