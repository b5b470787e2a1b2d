package dev.scriptorium.ingest.file;

import dev.scriptorium.core.failure.FailureException;
import java.util.List;
import java.util.Map;

/** Translates stretches of sentences, each by itself. Thread-safe. */
public interface StretchTranslator {

    /**
     * The translations; a stretch that has none is left out.
     *
     * @param language of the stretches; empty where it is not known
     * @throws FailureException where the translator does not answer
     */
    Map<String, String> translate(List<String> stretches, String language, String targetLanguage, String tenant);
}
