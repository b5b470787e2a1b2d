package dev.scriptorium.inference.catalogue;

import java.util.List;
import java.util.Map;

/**
 * What a model's folder says about the model, read without loading it.
 *
 * @param languages between which a translator translates
 * @param labels of a classifier, in the order of its scores
 * @param licence SPDX identifier in lower case, as on Hugging Face; empty where the folder does not say
 * @param tokenizerDigest SHA-256 of {@code tokenizer.json} in hexadecimal; empty where there is none
 * @param maxInputTokens tokens that one input may have
 * @param sentenceScores whether a document's classification keeps the scores of its sentences
 * @param scoreThresholds of a translator, by direction such as "en-de": the mean log-probability per token under which a text
 *     is most likely outside its field
 */
public record ModelCard(
        String name,
        ModelTask task,
        TranslatedLanguages languages,
        List<String> labels,
        String licence,
        String tokenizerDigest,
        int maxInputTokens,
        boolean sentenceScores,
        Map<String, Float> scoreThresholds) {

    public ModelCard {
        labels = List.copyOf(labels);
        scoreThresholds = Map.copyOf(scoreThresholds);
    }

    /** Of a model without thresholds for its scores. */
    public ModelCard(
            String name,
            ModelTask task,
            TranslatedLanguages languages,
            List<String> labels,
            String licence,
            String tokenizerDigest,
            int maxInputTokens,
            boolean sentenceScores) {
        this(name, task, languages, labels, licence, tokenizerDigest, maxInputTokens, sentenceScores, Map.of());
    }

    /** Of a folder that could not be read. */
    static ModelCard unreadable(String name) {
        return new ModelCard(name, ModelTask.UNKNOWN, TranslatedLanguages.NONE, List.of(), "", "", 0, false);
    }
}
