package dev.scriptorium.inference.fake;

import dev.scriptorium.engine.BatchKind;
import dev.scriptorium.engine.DecodingBatch;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.GenerationSettings;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.tokenizers.Languages;

/** Writes its input in capitals, a letter with each step. Throws on a text with {@link #POISON}. */
public final class FakeTranslator implements Seq2SeqModel {

    public static final String POISON = "poison";

    @Override
    public GenerationSettings defaults() {
        return new GenerationSettings(1, 100, 1, 1, 0);
    }

    @Override
    public int[] encode(String text, Languages languages) {
        return FakeTokens.encode(text);
    }

    @Override
    public int[] encodeTarget(String text, Languages languages) {
        return FakeTokens.encode(text);
    }

    @Override
    public int[] sourceEnds(String text, int[] source) {
        return FakeTokens.ends(source);
    }

    @Override
    public BatchKind kind(GenerationInput input) {
        return new BatchKind(input.rows(), input.target() != null);
    }

    @Override
    public DecodingBatch open(BatchKind kind) {
        return new FakeBatch(3);
    }

    @Override
    public int maxInputTokens() {
        return FakeTokens.MAX_INPUT_TOKENS;
    }

    @Override
    public void close() {}
}
