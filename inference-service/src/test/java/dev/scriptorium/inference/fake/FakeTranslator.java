package dev.scriptorium.inference.fake;

import dev.scriptorium.inference.engine.Cancellation;
import dev.scriptorium.inference.engine.Generation;
import dev.scriptorium.inference.engine.GenerationSettings;
import dev.scriptorium.inference.engine.Seq2SeqModel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/** Writes its input in capitals. Throws on a text with {@link #POISON}. */
public final class FakeTranslator implements Seq2SeqModel {

    public static final String POISON = "poison";

    @Override
    public GenerationSettings defaults() {
        return new GenerationSettings(1, 100, 1, 1, 0);
    }

    @Override
    public List<Generation> generate(List<int[]> inputs, GenerationSettings settings, Cancellation cancellation) {
        FakeTokens.check(inputs);
        if (cancellation.requested()) {
            throw new CancellationException();
        }
        return inputs.stream().map(ids -> generate(ids, settings)).toList();
    }

    @Override
    public int[] encode(String text) {
        return FakeTokens.encode(text);
    }

    @Override
    public int maxInputTokens() {
        return FakeTokens.MAX_INPUT_TOKENS;
    }

    @Override
    public void close() {}

    private static Generation generate(int[] input, GenerationSettings settings) {
        String text = FakeTokens.decode(input);
        if (text.contains(POISON)) {
            throw new IllegalStateException("poison");
        }
        int[] ids = FakeTokens.encode(text.toUpperCase(Locale.ROOT));
        int[] written = Arrays.copyOfRange(ids, 1, Math.min(ids.length, 1 + settings.maxNewTokens()));
        return new Generation(written, FakeTokens.decode(written), -0.5f, settings.maxNewTokens() < ids.length - 1);
    }
}
