package dev.scriptorium.ingest.file;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.extraction.fork.ForkPool;
import dev.scriptorium.ingest.result.ResultJson;
import dev.scriptorium.ingest.translation.LanguageDetector;
import dev.scriptorium.ingest.translation.LanguageDetector.DetectedLanguage;
import dev.scriptorium.ingest.translation.TextTranslator;
import dev.scriptorium.proto.ingest.v1.FileSegment;
import dev.scriptorium.proto.ingest.v1.FileTranslationCommand;
import dev.scriptorium.proto.translator.v1.TranslatedText;
import dev.scriptorium.proto.translator.v1.TranslationFlag;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Translates short HTML at once, as a file is translated: its texts without their tags, then the tags at their places (ADR 41).
 * The markup is parsed in a parsing process. Thread-safe.
 */
@Singleton
public class MarkupTranslator {

    /** Makes a page of a fragment, which else might be taken for another format. */
    private static final String BEFORE = "<!DOCTYPE html><html><body>";

    private static final String AFTER = "</body></html>";
    private static final String FAILED = ResultJson.nameOf(TranslationFlag.TRANSLATION_FLAG_FAILED);

    private final ForkPool forks;
    private final TextTranslator translator;
    private final StretchTranslator stretches;
    private final LanguageDetector detector;
    private final FileBuilder.Settings settings;
    private final String tenant;
    private final Duration deadline;

    MarkupTranslator(
            ForkPool forks,
            TextTranslator translator,
            StretchTranslator stretches,
            LanguageDetector detector,
            FileBuilder.Settings settings,
            IngestConfig config) {
        this.forks = forks;
        this.translator = translator;
        this.stretches = stretches;
        this.detector = detector;
        this.settings = settings;
        this.tenant = config.tenant();
        this.deadline = config.callDeadline();
    }

    /**
     * A translated markup.
     *
     * @param detected empty where the source language was given, or none was recognised
     */
    public record Translated(String markup, Optional<DetectedLanguage> detected) {}

    /**
     * The markup with its texts in another language and all its tags.
     *
     * @param sourceLanguage empty where it is to be detected
     * @throws FailureException where it cannot be parsed, where tags would be lost, or where a text has no translation
     */
    public Translated translate(String markup, String sourceLanguage, String targetLanguage) {
        boolean wrap = !isPage(markup);
        try (MarkupFile file =
                new MarkupFile(wrap ? BEFORE + markup + AFTER : markup, forks, settings.temporary(), deadline)) {
            List<String> blocks = file.blocks();
            if (blocks.isEmpty()) {
                return new Translated(markup, Optional.empty());
            }
            Optional<DetectedLanguage> detected =
                    sourceLanguage.isEmpty() ? detector.detect(String.join("\n", blocks)) : Optional.empty();
            String language = detected.map(DetectedLanguage::language).orElse(sourceLanguage);
            FileTranslationCommand command = FileTranslationCommand.newBuilder()
                    .setTargetLanguage(targetLanguage)
                    .addAllSegments(segments(blocks, language, targetLanguage))
                    .build();
            Map<String, String> alone = stretches.translate(file.stretches(command), language, targetLanguage, tenant);
            String page =
                    file.written(command.toBuilder().putAllStretches(alone).build());
            return new Translated(unwrapped(page, wrap), detected);
        }
    }

    private static boolean isPage(String markup) {
        String start = markup.stripLeading().toLowerCase(Locale.ROOT);
        return start.startsWith("<!doctype") || start.startsWith("<html");
    }

    private static String unwrapped(String page, boolean wrapped) {
        if (!wrapped) {
            return page;
        }
        if (!page.startsWith(BEFORE) || !page.endsWith(AFTER)) {
            throw new FailureException(
                    FailureCode.FILE_NOT_FAITHFUL, "The tags do not nest as HTML; they would be lost.");
        }
        return page.substring(BEFORE.length(), page.length() - AFTER.length());
    }

    private List<FileSegment> segments(List<String> blocks, String language, String targetLanguage) {
        SequencedSet<String> distinct = new LinkedHashSet<>(blocks);
        List<TranslatedText> answers = translator.translate(List.copyOf(distinct), language, targetLanguage);
        Map<String, TranslatedText> translations = new LinkedHashMap<>();
        int index = 0;
        for (String block : distinct) {
            translations.put(block, answers.get(index++));
        }
        List<FileSegment> segments = new ArrayList<>();
        for (String block : blocks) {
            TranslatedText answer = translations.get(block);
            if (answer.hasFailure()) {
                throw new FailureException(
                        FailureCode.named(answer.getFailure().getCode()),
                        answer.getFailure().getReason());
            }
            answer.getTranslation().getSegmentsList().stream()
                    .map(ResultJson.Segment::of)
                    .map(MarkupTranslator::segment)
                    .forEach(segments::add);
        }
        return segments;
    }

    private static FileSegment segment(ResultJson.Segment segment) {
        if (segment.flags().contains(FAILED)) {
            throw new FailureException(FailureCode.MODEL_FAILED, "A model failed on a sentence of the text.");
        }
        return FileBuilder.segment(segment);
    }
}
