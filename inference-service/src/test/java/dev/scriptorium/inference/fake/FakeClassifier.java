package dev.scriptorium.inference.fake;

import dev.scriptorium.engine.ClassificationModel;
import java.util.List;

/** Finds a text positive by its plus signs and negative by its minus signs. Throws on {@link FakeTranslator#POISON}. */
public final class FakeClassifier implements ClassificationModel {

    public static final String TOKENIZER_DIGEST = "digest-of-fake-tokenizer";

    @Override
    public List<String> labels() {
        return List.of("negative", "positive");
    }

    @Override
    public List<float[]> classify(List<int[]> inputs) {
        FakeTokens.check(inputs);
        return inputs.stream().map(FakeClassifier::classify).toList();
    }

    @Override
    public String tokenizerDigest() {
        return TOKENIZER_DIGEST;
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

    private static float[] classify(int[] ids) {
        if (FakeTokens.decode(ids).contains(FakeTranslator.POISON)) {
            throw new IllegalStateException("poison");
        }
        float negative = 1;
        float positive = 1;
        for (int id : ids) {
            negative += id == '-' ? 2 : 0;
            positive += id == '+' ? 2 : 0;
        }
        return new float[] {negative / (negative + positive), positive / (negative + positive)};
    }
}
