package dev.scriptorium.standalone.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks requested for every document of a job.
 *
 * @param sentences of the summary; 0: no summary
 * @param languages to translate to
 * @param labelSets to classify by
 * @param asFiles whether the translated documents are wanted in their own formats too
 * @param summaryModel that writes the summary; empty: the only one that can; null: the summary has sentences of the document
 */
public record Tasks(
        int sentences,
        List<String> languages,
        List<String> labelSets,
        boolean asFiles,
        @Nullable String summaryModel) {
    public Tasks(int sentences, List<String> languages, List<String> labelSets) {
        this(sentences, languages, labelSets, false);
    }

    public Tasks(int sentences, List<String> languages, List<String> labelSets, boolean asFiles) {
        this(sentences, languages, labelSets, asFiles, null);
    }

    public Tasks {
        if (sentences < 0) {
            throw new IllegalArgumentException("sentences of a summary must not be negative: " + sentences);
        }
        languages = List.copyOf(languages);
        labelSets = List.copyOf(labelSets);
    }

    /** Part of what a submission is known by: tasks without files and models have the text that they always had. */
    @Override
    public String toString() {
        return "Tasks[sentences=" + sentences + ", languages=" + languages + ", labelSets=" + labelSets + "]"
                + (asFiles ? " as files" : "")
                + (summaryModel == null ? "" : " abstractive by " + summaryModel);
    }

    public boolean isEmpty() {
        return sentences == 0 && languages.isEmpty() && labelSets.isEmpty();
    }
}
