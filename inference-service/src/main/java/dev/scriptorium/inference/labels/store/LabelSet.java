package dev.scriptorium.inference.labels.store;

import dev.scriptorium.classifier.Learnt;
import java.util.List;

/**
 * Labels and what tells them apart.
 *
 * @param labels in the order of the head's
 * @param embedding the model whose embeddings the head reads
 * @param warnings messages to the author of the examples
 */
public record LabelSet(String name, List<String> labels, Embedding embedding, Learnt learnt, List<String> warnings) {

    /** @param digest SHA-256 over the model's files, in hexadecimal */
    public record Embedding(String model, String digest) {}

    public LabelSet {
        labels = List.copyOf(labels);
        warnings = List.copyOf(warnings);
        if (labels.size() != learnt.head().labels()) {
            throw new IllegalArgumentException(
                    "a head for " + learnt.head().labels() + " labels does not fit " + labels);
        }
    }

    /** Examples that it was made from. */
    public int examples() {
        return learnt.quality().labels().stream()
                .mapToInt(label -> label.examples())
                .sum();
    }
}
