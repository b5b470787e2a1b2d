package dev.scriptorium.standalone.client;

import java.util.List;

/**
 * The tasks requested for every document of a job.
 *
 * @param sentences of the summary; 0: no summary
 * @param languages to translate to
 * @param labelSets to classify by
 */
public record Tasks(int sentences, List<String> languages, List<String> labelSets) {
    public Tasks {
        if (sentences < 0) {
            throw new IllegalArgumentException("sentences of a summary must not be negative: " + sentences);
        }
        languages = List.copyOf(languages);
        labelSets = List.copyOf(labelSets);
    }

    public boolean isEmpty() {
        return sentences == 0 && languages.isEmpty() && labelSets.isEmpty();
    }
}
