package dev.scriptorium.ingest.file;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.extraction.fork.Extraction;
import dev.scriptorium.ingest.extraction.fork.ForkPool;
import dev.scriptorium.ingest.extraction.parse.SourceFile;
import dev.scriptorium.ingest.result.ResultJson;
import dev.scriptorium.ingest.translation.LanguageDetector;
import dev.scriptorium.ingest.translation.LanguageDetector.DetectedLanguage;
import dev.scriptorium.ingest.translation.TextTranslator;
import dev.scriptorium.proto.document.v1.Block;
import dev.scriptorium.proto.ingest.v1.FileSegment;
import dev.scriptorium.proto.ingest.v1.FileTranslationCommand;
import dev.scriptorium.proto.translator.v1.TranslatedText;
import dev.scriptorium.proto.translator.v1.TranslationFlag;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/**
 * Translates short HTML at once, as a file is translated: its texts without their tags, then the tags at their places (ADR 41).
 * The markup is parsed in a parsing process. Thread-safe.
 */
@Singleton
public class MarkupTranslator {

    /** Makes a page of a fragment, which else might be taken for another format. */
    private static final String BEFORE = "<!DOCTYPE html><html><body>";

    private static final String AFTER = "</body></html>";
    private static final String NAME = "text.html";
    private static final String FAILED = ResultJson.nameOf(TranslationFlag.TRANSLATION_FLAG_FAILED);
    private static final String TYPE = "text/html";

    private final ForkPool forks;
    private final TextTranslator translator;
    private final StretchTranslator stretches;
    private final LanguageDetector detector;
    private final FileBuilder.Settings settings;
    private final String tenant;

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
        try {
            Path folder = Files.createDirectories(settings.temporary());
            Path file = Files.createTempFile(folder, "scriptorium-markup-", ".tmp");
            Path result = Files.createTempFile(folder, "scriptorium-markup-", ".tmp");
            try {
                boolean wrap = !isPage(markup);
                Files.writeString(file, wrap ? BEFORE + markup + AFTER : markup);
                Optional<DetectedLanguage> detected =
                        translate(new SourceFile(file, NAME, TYPE, true), result, sourceLanguage, targetLanguage);
                String page = Files.size(result) == 0 ? markup : unwrapped(Files.readString(result), wrap);
                return new Translated(page, detected);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(result);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A markup that is translated", e);
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

    /** Leaves the result empty where there is nothing to translate. */
    private Optional<DetectedLanguage> translate(
            SourceFile source, Path result, String sourceLanguage, String targetLanguage) {
        List<String> blocks = blocks(source);
        if (blocks.isEmpty()) {
            return Optional.empty();
        }
        Optional<DetectedLanguage> detected =
                sourceLanguage.isEmpty() ? detector.detect(String.join("\n", blocks)) : Optional.empty();
        String language = detected.map(DetectedLanguage::language).orElse(sourceLanguage);
        FileTranslationCommand command = FileTranslationCommand.newBuilder()
                .setTargetLanguage(targetLanguage)
                .addAllSegments(segments(blocks, language, targetLanguage))
                .build();
        Map<String, String> alone = stretches.translate(stretches(source, command), language, targetLanguage, tenant);
        write(
                source,
                command.toBuilder()
                        .putAllStretches(alone)
                        .setResult(result.toAbsolutePath().toString())
                        .build());
        return detected;
    }

    private List<String> blocks(SourceFile source) {
        return switch (forks.extract(source).join()) {
            case Extraction.Extracted extracted ->
                extracted.parts().stream()
                        .flatMap(part -> part.getBlocksList().stream())
                        .map(Block::getText)
                        .toList();
            case Extraction.Refused refused when refused.code() == FailureCode.EMPTY_TEXT -> List.of();
            case Extraction.Refused refused -> throw new FailureException(refused.code(), refused.reason());
            case Extraction.Stretches other -> throw FileBuilder.outOfTurn();
            case Extraction.Written other -> throw FileBuilder.outOfTurn();
        };
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

    private List<String> stretches(SourceFile source, FileTranslationCommand command) {
        return switch (forks.translate(source, command).join()) {
            case Extraction.Stretches found -> found.stretches();
            case Extraction.Refused refused -> throw new FailureException(refused.code(), refused.reason());
            case Extraction.Extracted other -> throw FileBuilder.outOfTurn();
            case Extraction.Written other -> throw FileBuilder.outOfTurn();
        };
    }

    private void write(SourceFile source, FileTranslationCommand command) {
        List<String> differences = switch (forks.translate(source, command).join()) {
            case Extraction.Written written -> written.file().getDifferencesList();
            case Extraction.Refused refused -> throw new FailureException(refused.code(), refused.reason());
            case Extraction.Extracted other -> throw FileBuilder.outOfTurn();
            case Extraction.Stretches other -> throw FileBuilder.outOfTurn();
        };
        if (!differences.isEmpty()) {
            throw new FailureException(
                    FailureCode.FILE_NOT_FAITHFUL,
                    "The translation would lack tags: " + differences.stream().collect(Collectors.joining(" ")));
        }
    }
}
