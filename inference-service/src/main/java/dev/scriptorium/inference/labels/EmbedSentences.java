package dev.scriptorium.inference.labels;

import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.inference.batching.BatchCall;
import dev.scriptorium.inference.catalogue.LoadedModel;
import java.util.List;

/** Embeddings as the model gives them; those of a response are rounded. */
record EmbedSentences(LoadedModel loaded, EmbeddingModel engine) implements BatchCall<float[]> {

    @Override
    public String model() {
        return loaded.card().name();
    }

    @Override
    public List<float[]> run(List<int[]> inputs, Cancellation cancellation) {
        return engine.embed(inputs);
    }
}
