package dev.scriptorium.ingest.facade;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.file.MarkupTranslator;
import dev.scriptorium.ingest.result.ResultJson;
import dev.scriptorium.ingest.translation.LanguageDetector;
import dev.scriptorium.ingest.translation.LanguageDetector.DetectedLanguage;
import dev.scriptorium.ingest.translation.TextLimits;
import dev.scriptorium.ingest.translation.TextTranslator;
import dev.scriptorium.proto.translator.v1.TranslatedText;
import dev.scriptorium.proto.translator.v1.TranslationFlag;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Translates the texts of a request for clients that expect all of them or none: the first text that fails fails the request.
 * Texts without text stay as they are. Thread-safe.
 */
@Singleton
public class FacadeTranslator {

    private final TextTranslator translator;
    private final MarkupTranslator markup;
    private final LanguageDetector detector;
    private final TextLimits limits;

    public FacadeTranslator(
            TextTranslator translator, MarkupTranslator markup, LanguageDetector detector, TextLimits limits) {
        this.translator = translator;
        this.markup = markup;
        this.detector = detector;
        this.limits = limits;
    }

    /**
     * A translated text.
     *
     * @param detected empty where the source language was given, or none was recognised
     */
    public record Translated(String text, Optional<DetectedLanguage> detected) {}

    /** One for each text, in order; the source language is empty where it is to be detected. */
    public List<Translated> texts(List<String> texts, String sourceLanguage, String targetLanguage) {
        limits.check(texts);
        List<String> present = texts.stream().filter(text -> !text.isBlank()).toList();
        Iterator<TranslatedText> answers =
                translator.translate(present, sourceLanguage, targetLanguage).iterator();
        List<Translated> translated = new ArrayList<>();
        for (String text : texts) {
            translated.add(
                    text.isBlank()
                            ? new Translated(text, Optional.empty())
                            : new Translated(
                                    text(answers.next()),
                                    sourceLanguage.isEmpty() ? detector.detect(text) : Optional.empty()));
        }
        return translated;
    }

    /** As {@link #texts}, of HTML: its tags stay. */
    public List<Translated> markups(List<String> markups, String sourceLanguage, String targetLanguage) {
        limits.check(markups);
        // Each waits for several answers of other processes, so that one after the other would take long.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Translated>> begun = markups.stream()
                    .map(one -> threads.submit(() -> markup(one, sourceLanguage, targetLanguage)))
                    .toList();
            try {
                List<Translated> translated = new ArrayList<>();
                for (Future<Translated> one : begun) {
                    translated.add(one.get());
                }
                return translated;
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw FailureException.of(e.getCause());
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new FailureException(FailureCode.SHUTTING_DOWN, "Interrupted while texts were translated.", e);
            }
        }
    }

    private Translated markup(String one, String sourceLanguage, String targetLanguage) {
        if (one.isBlank()) {
            return new Translated(one, Optional.empty());
        }
        MarkupTranslator.Translated result = markup.translate(one, sourceLanguage, targetLanguage);
        return new Translated(result.markup(), result.detected());
    }

    private static String text(TranslatedText answer) {
        if (answer.hasFailure()) {
            throw new FailureException(
                    FailureCode.named(answer.getFailure().getCode()),
                    answer.getFailure().getReason());
        }
        boolean failed = answer.getTranslation().getSegmentsList().stream()
                .anyMatch(segment -> segment.getFlagsList().contains(TranslationFlag.TRANSLATION_FLAG_FAILED));
        if (failed) {
            throw new FailureException(FailureCode.MODEL_FAILED, "A model failed on a sentence of the text.");
        }
        return ResultJson.text(answer.getTranslation());
    }
}
