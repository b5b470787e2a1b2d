package dev.scriptorium.inference.fake;

import dev.scriptorium.engine.EmbeddingModel;
import java.util.List;

/** Points where the text's vowels point: one dimension for each. */
public final class FakeEmbeddings implements EmbeddingModel {

    private static final String VOWELS = "aeiou";

    @Override
    public int dimensions() {
        return VOWELS.length();
    }

    @Override
    public List<float[]> embed(List<int[]> inputs) {
        FakeTokens.check(inputs);
        return inputs.stream().map(FakeEmbeddings::embed).toList();
    }

    @Override
    public String tokenizerDigest() {
        return FakeClassifier.TOKENIZER_DIGEST;
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

    private static float[] embed(int[] ids) {
        float[] vector = new float[VOWELS.length()];
        vector[0] = 0.1f;
        for (int id : ids) {
            int vowel = VOWELS.indexOf(id);
            if (vowel >= 0) {
                vector[vowel]++;
            }
        }
        double square = 0;
        for (float component : vector) {
            square += component * component;
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(square);
        }
        return vector;
    }
}
