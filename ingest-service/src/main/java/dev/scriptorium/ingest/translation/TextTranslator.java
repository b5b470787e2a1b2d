package dev.scriptorium.ingest.translation;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.translator.v1.TranslatedText;
import java.util.List;

/** Translates texts at once. Thread-safe. */
public interface TextTranslator {

    /**
     * One translation or failure for each text, in order.
     *
     * @param texts each with text, any number of them
     * @param sourceLanguage empty where it is to be detected
     * @throws FailureException where the translator does not answer
     */
    default List<TranslatedText> translate(List<String> texts, String sourceLanguage, String targetLanguage) {
        return translate(texts, sourceLanguage, targetLanguage, false);
    }

    /** As above; where the memory is used, it is asked before the models, and keeps what they write. */
    List<TranslatedText> translate(List<String> texts, String sourceLanguage, String targetLanguage, boolean useMemory);
}
