package dev.scriptorium.inference.serving;

import dev.scriptorium.inference.batching.ModelCall;
import dev.scriptorium.inference.catalogue.LoadedModel;
import dev.scriptorium.inference.engine.Cancellation;
import dev.scriptorium.inference.engine.Generation;
import dev.scriptorium.inference.engine.GenerationSettings;
import dev.scriptorium.inference.engine.Seq2SeqModel;
import java.util.List;

/** Generation with the same settings shares batches. */
record GenerateCall(LoadedModel loaded, Seq2SeqModel engine, GenerationSettings settings)
        implements ModelCall<Generation> {

    @Override
    public String model() {
        return loaded.card().name();
    }

    @Override
    public List<Generation> run(List<int[]> inputs, Cancellation cancellation) {
        return engine.generate(inputs, settings, cancellation);
    }
}
