package dev.scriptorium.inference.serving;

import dev.scriptorium.engine.DecodingBatch;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.inference.batching.SequenceCall;
import dev.scriptorium.inference.catalogue.LoadedModel;
import dev.scriptorium.tokenizers.Languages;

/** The model says how likely it would have written a text. */
record ScoreCall(BatchGroup group, Languages languages, int[] target) implements SequenceCall {

    static ScoreCall of(LoadedModel loaded, Seq2SeqModel engine, Languages languages, int[] target) {
        GenerationInput any = GenerationInput.scored(new int[0], languages, engine.defaults(), target);
        return new ScoreCall(new BatchGroup(loaded, engine, engine.kind(any)), languages, target);
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
        return GenerationInput.scored(ids, languages, group.engine().defaults(), target);
    }
}
