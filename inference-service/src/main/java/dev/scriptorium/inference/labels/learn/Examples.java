package dev.scriptorium.inference.labels.learn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a head is learnt from.
 *
 * @param texts the examples' features
 * @param labels of each, from 0
 * @param groups of each: examples of one group are held out together
 * @param descriptions for each label the features of what it means in words; null where it is not described
 */
public record Examples(
        List<Features> texts,
        int[] labels,
        int[] groups,
        @Nullable Features[] descriptions) {

    public Examples {
        texts = List.copyOf(texts);
        if (texts.size() != labels.length || groups.length != labels.length) {
            throw new IllegalArgumentException("texts, labels and groups have different lengths");
        }
        if (descriptions.length < 2) {
            throw new IllegalArgumentException("there are at least two labels, not " + descriptions.length);
        }
    }

    int classes() {
        return descriptions.length;
    }

    int count() {
        return labels.length;
    }
}
