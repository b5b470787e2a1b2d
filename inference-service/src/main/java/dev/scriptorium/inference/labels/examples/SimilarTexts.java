package dev.scriptorium.inference.labels.examples;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds texts that are the same but for numbers, punctuation, case and space. Such texts must not be learnt from and asked
 * about at once, or the figures flatter; and with different labels they contradict each other.
 *
 * @param groups the group of each example, from 0
 */
public record SimilarTexts(List<Example> examples, int[] groups) {

    private static final Pattern INSIGNIFICANT = Pattern.compile("[^\\p{L}]+");
    private static final int NAMED = 3;

    public static SimilarTexts of(List<Example> examples) {
        Map<String, Integer> known = new HashMap<>();
        int[] groups = new int[examples.size()];
        for (int i = 0; i < groups.length; i++) {
            String letters = INSIGNIFICANT
                    .matcher(examples.get(i).text().toLowerCase(Locale.ROOT))
                    .replaceAll(" ")
                    .strip();
            groups[i] = known.computeIfAbsent(letters, text -> known.size());
        }
        return new SimilarTexts(examples, groups);
    }

    /** A message to the author of the examples; empty where all texts differ. */
    public List<String> warnings() {
        Map<Integer, List<Example>> members = new LinkedHashMap<>();
        for (int i = 0; i < groups.length; i++) {
            members.computeIfAbsent(groups[i], group -> new ArrayList<>()).add(examples.get(i));
        }
        List<String> contradictions = new ArrayList<>();
        int alike = 0;
        for (List<Example> group : members.values()) {
            alike += group.size() > 1 ? group.size() : 0;
            Example first = group.getFirst();
            group.stream()
                    .filter(example -> !example.label().equals(first.label()))
                    .findFirst()
                    .ifPresent(other -> contradictions.add("lines " + first.line() + " (" + first.label() + ") and "
                            + other.line() + " (" + other.label() + ")"));
        }
        List<String> warnings = new ArrayList<>();
        if (!contradictions.isEmpty()) {
            warnings.add(contradictions.size() + " texts occur with different labels: "
                    + String.join(", ", contradictions.subList(0, Math.min(NAMED, contradictions.size())))
                    + (contradictions.size() > NAMED ? " and more" : ""));
        }
        if (alike > 0) {
            warnings.add(
                    alike + " texts are nearly the same as another one; they were held out together, and teach little");
        }
        return warnings;
    }
}
