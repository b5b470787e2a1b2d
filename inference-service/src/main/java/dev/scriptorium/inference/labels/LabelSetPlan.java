package dev.scriptorium.inference.labels;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.labels.examples.Example;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a label set shall be made of.
 *
 * @param descriptions what labels mean in words, by label
 * @param precision wanted of the answers that are sure
 */
record LabelSetPlan(String name, Map<String, String> descriptions, List<Example> examples, double precision) {

    /** Below, a label's own figures say little. */
    private static final int FEW = 5;

    LabelSetPlan {
        descriptions = Map.copyOf(descriptions);
        examples = List.copyOf(examples);
        if (!(precision > 0 && precision < 1)) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST, "The wanted precision is above 0 and below 1, not " + precision);
        }
    }

    /** All labels, in their alphabetical order. */
    List<String> labels() {
        TreeSet<String> labels = new TreeSet<>(descriptions.keySet());
        examples.forEach(example -> labels.add(example.label()));
        if (labels.size() < 2) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST,
                    "A label set has at least two labels, by examples or descriptions; this one has " + labels.size());
        }
        return List.copyOf(labels);
    }

    /** Messages to the author of the examples. */
    List<String> warnings() {
        Map<String, Integer> counts = new HashMap<>();
        examples.forEach(example -> counts.merge(example.label(), 1, Integer::sum));
        List<String> warnings = new ArrayList<>();
        for (String label : labels()) {
            int count = counts.getOrDefault(label, 0);
            if (count < FEW && !examples.isEmpty()) {
                warnings.add("the label " + label + " has only " + count + (count == 1 ? " example" : " examples"));
            }
        }
        return warnings;
    }
}
