package dev.scriptorium.standalone.client;

import java.util.List;

/**
 * The tasks requested for every document of a job.
 *
 * @param sentences of the summary; 0: no summary
 * @param languages to translate to
 * @param labelSets to classify by
 * @param asFiles whether the translated documents are wanted in their own formats too
 */
public record Tasks(int sentences, List<String> languages, List<String> labelSets, boolean asFiles) {
    public Tasks(int sentences, List<String> languages, List<String> labelSets) {
        this(sentences, languages, labelSets, false);
    }

    public Tasks {
        if (sentences < 0) {
            throw new IllegalArgumentException("sentences of a summary must not be negative: " + sentences);
        }
        languages = List.copyOf(languages);
        labelSets = List.copyOf(labelSets);
    }

    /** Part of what a submission is known by: tasks without files have the text that they always had. */
    @Override
    public String toString() {
        return "Tasks[sentences=" + sentences + ", languages=" + languages + ", labelSets=" + labelSets + "]"
                + (asFiles ? " as files" : "");
    }

    public boolean isEmpty() {
        return sentences == 0 && languages.isEmpty() && labelSets.isEmpty();
    }
}
