package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.text.WordAlignment;
import dev.scriptorium.file.Fidelity;
import dev.scriptorium.file.FileFormat;
import dev.scriptorium.file.FileTranslation;
import dev.scriptorium.file.SegmentTranslation;
import dev.scriptorium.proto.ingest.v1.ExtractionReply;
import dev.scriptorium.proto.ingest.v1.FileSegment;
import dev.scriptorium.proto.ingest.v1.FileStretches;
import dev.scriptorium.proto.ingest.v1.FileTranslationCommand;
import dev.scriptorium.proto.ingest.v1.FileWritten;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes documents in their own formats with translated texts. Hostile bytes can make it hang or exhaust the memory, as the
 * parser: it belongs into the same process. For one thread.
 */
public final class TranslatedFiles {

    private static final int MAX_STRETCHES = 2_000;
    private static final int MAX_STRETCH_CHARACTERS = 200;
    private static final int MAX_DIFFERENCES = 20;

    private final DocumentParser parser = new DocumentParser();

    /**
     * Writes the file, or says what is missing for it, as the command wants.
     *
     * @throws FailureException where the file cannot be written
     */
    public ExtractionReply answer(SourceFile source, FileTranslationCommand command) {
        try {
            DocumentFormat format = parser.format(source);
            FileFormat file = format.file()
                    .orElseThrow(() -> new FailureException(
                            FailureCode.FILE_UNSUPPORTED,
                            "A translated file of the format " + format.title()
                                    + " is not written; ask for the text."));
            FileTranslation translation = FileTranslation.of(file, source.file());
            List<SegmentTranslation> segments = command.getSegmentsList().stream()
                    .map(TranslatedFiles::segment)
                    .toList();
            return command.getResult().isEmpty()
                    ? stretches(translation, segments)
                    : written(translation, segments, command, format.mediaType());
        } catch (FailureException e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new FailureException(
                    FailureCode.DOC_CORRUPT,
                    "The file cannot be written again: the filter stopped with "
                            + e.getClass().getSimpleName() + ".",
                    e);
        }
    }

    private static SegmentTranslation segment(FileSegment segment) {
        return new SegmentTranslation(
                segment.getSource(),
                segment.getTarget(),
                segment.getUntranslated(),
                WordAlignment.parse(segment.getAlignment()));
    }

    private static ExtractionReply stretches(FileTranslation translation, List<SegmentTranslation> segments)
            throws IOException {
        return ExtractionReply.newBuilder()
                .setStretches(FileStretches.newBuilder()
                        .addAllStretches(translation.stretches(segments).stream()
                                .filter(stretch -> stretch.length() <= MAX_STRETCH_CHARACTERS)
                                .limit(MAX_STRETCHES)
                                .toList()))
                .build();
    }

    private static ExtractionReply written(
            FileTranslation translation,
            List<SegmentTranslation> segments,
            FileTranslationCommand command,
            String mediaType)
            throws IOException {
        Fidelity fidelity = translation.write(
                command.getTargetLanguage(), segments, command.getStretchesMap(), Path.of(command.getResult()));
        return ExtractionReply.newBuilder()
                .setWritten(FileWritten.newBuilder()
                        .setMediaType(mediaType)
                        .setReport(FidelityJson.of(fidelity))
                        .addAllDifferences(fidelity.differences().stream()
                                .limit(MAX_DIFFERENCES)
                                .toList())
                        .setUntranslatedShare(fidelity.untranslatedShare()))
                .build();
    }
}
