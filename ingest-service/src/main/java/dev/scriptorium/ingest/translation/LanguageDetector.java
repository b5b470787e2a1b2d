package dev.scriptorium.ingest.translation;

import dev.scriptorium.core.failure.FailureException;
import java.util.Optional;

/** Tells the language of a text. Thread-safe. */
public interface LanguageDetector {

    /**
     * The language of a text; empty where none is recognised.
     *
     * @throws FailureException where the detector does not answer
     */
    Optional<DetectedLanguage> detect(String text);

    /**
     * A language that was recognised.
     *
     * @param share of the text's characters, from 0 to 1, in sentences of this language
     */
    record DetectedLanguage(String language, double share) {}
}
