package dev.scriptorium.classifier;

import java.util.Arrays;
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

    Examples at(int[] places) {
        return new Examples(
                Arrays.stream(places).mapToObj(texts::get).toList(),
                Arrays.stream(places).map(place -> labels[place]).toArray(),
                Arrays.stream(places).map(place -> groups[place]).toArray(),
                descriptions);
    }

    /** A share of the examples, of each label alike, that has about so many; all where there are not more. */
    Examples about(int wanted) {
        int parts = count() / wanted;
        return parts < 2 ? this : at(Folds.of(labels, groups, classes(), parts).heldOut(0));
    }
}
