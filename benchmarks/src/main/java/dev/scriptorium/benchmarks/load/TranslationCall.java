package dev.scriptorium.benchmarks.load;

import dev.scriptorium.engine.DecodingBatch;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.GenerationSettings;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.inference.batching.SequenceCall;
import dev.scriptorium.tokenizers.Languages;

/** Translation as the inference service asks the batcher for it. */
record TranslationCall(Seq2SeqModel engine, GenerationSettings settings) implements SequenceCall {

    @Override
    public String model() {
        return "translator";
    }

    @Override
    public Object group() {
        return this;
    }

    @Override
    public DecodingBatch open() {
        return engine.open(engine.kind(input(new int[0])));
    }

    @Override
    public GenerationInput input(int[] ids) {
        return new GenerationInput(ids, Languages.UNSAID, settings);
    }
}
