package dev.scriptorium.inference.serving;

import dev.scriptorium.inference.batching.BatchCall;
import dev.scriptorium.inference.catalogue.LoadedModel;
import dev.scriptorium.inference.engine.Cancellation;
import dev.scriptorium.inference.engine.TokenLabelModel;
import java.util.List;

/** One forward pass: too short to be cancelled. */
record LabelTokensCall(LoadedModel loaded, TokenLabelModel engine) implements BatchCall<List<float[]>> {

    @Override
    public String model() {
        return loaded.card().name();
    }

    @Override
    public List<List<float[]>> run(List<int[]> inputs, Cancellation cancellation) {
        return engine.label(inputs);
    }
}
