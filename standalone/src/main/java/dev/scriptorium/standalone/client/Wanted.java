package dev.scriptorium.standalone.client;

import java.util.List;

/**
 * The tasks wanted for every document.
 *
 * @param sentences of the summary; 0: none
 * @param languages to translate to
 * @param labelSets to classify by
 */
public record Wanted(int sentences, List<String> languages, List<String> labelSets) {
    public Wanted {
        if (sentences < 0) {
            throw new IllegalArgumentException("sentences of a summary must not be negative: " + sentences);
        }
        languages = List.copyOf(languages);
        labelSets = List.copyOf(labelSets);
    }

    public boolean isNothing() {
        return sentences == 0 && languages.isEmpty() && labelSets.isEmpty();
    }
}
