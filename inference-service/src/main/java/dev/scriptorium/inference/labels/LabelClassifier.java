package dev.scriptorium.inference.labels;

import dev.scriptorium.classifier.Head;
import dev.scriptorium.classifier.Words;
import dev.scriptorium.engine.ClassificationModel;
import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.engine.TextRule;
import java.util.ArrayList;
import java.util.List;

/**
 * A label set's head on an embedding model. The model is the catalogue's, shared with everyone who embeds, so closing this
 * does nothing.
 */
record LabelClassifier(EmbeddingModel embedding, Head head, List<String> labels, TextRule textRule)
        implements ClassificationModel {

    @Override
    public List<float[]> classify(List<int[]> inputs) {
        List<float[]> vectors = embedding.embed(inputs);
        List<float[]> probabilities = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            probabilities.add(head.probabilities(vectors.get(i), Words.of(inputs.get(i))));
        }
        return probabilities;
    }

    @Override
    public int[] encode(String text) {
        return embedding.encode(text);
    }

    @Override
    public int maxInputTokens() {
        return embedding.maxInputTokens();
    }

    @Override
    public String tokenizerDigest() {
        return embedding.tokenizerDigest();
    }

    @Override
    public void close() {}
}
