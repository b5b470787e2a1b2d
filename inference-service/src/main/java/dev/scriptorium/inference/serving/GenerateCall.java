package dev.scriptorium.inference.serving;

import dev.scriptorium.engine.DecodingBatch;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.GenerationSettings;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.inference.batching.SequenceCall;
import dev.scriptorium.inference.catalogue.LoadedModel;
import dev.scriptorium.tokenizers.Languages;

/** The model writes. Texts with different settings share slots where the model can do so. */
record GenerateCall(BatchGroup group, Languages languages, GenerationSettings settings, boolean aligned)
        implements SequenceCall {

    static GenerateCall of(
            LoadedModel loaded,
            Seq2SeqModel engine,
            Languages languages,
            GenerationSettings settings,
            boolean aligned) {
        var any = new GenerationInput(new int[0], languages, settings);
        return new GenerateCall(new BatchGroup(loaded, engine, engine.kind(any)), languages, settings, aligned);
    }

    @Override
    public String model() {
        return group.model();
    }

    @Override
    public DecodingBatch open() {
        return group.open();
    }

    @Override
    public GenerationInput input(int[] ids) {
        return new GenerationInput(ids, languages, settings).withAlignment(aligned);
    }
}
