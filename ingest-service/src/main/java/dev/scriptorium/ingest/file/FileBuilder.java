package dev.scriptorium.ingest.file;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.Failure;
import dev.scriptorium.core.lifecycle.RetryPolicy;
import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.ingest.blob.BlobFile;
import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.blob.BlobUpload;
import dev.scriptorium.ingest.blob.StoredBlob;
import dev.scriptorium.ingest.extraction.fork.Extraction;
import dev.scriptorium.ingest.extraction.fork.ForkPool;
import dev.scriptorium.ingest.extraction.parse.SourceFile;
import dev.scriptorium.ingest.file.FileBuilds.Outcome;
import dev.scriptorium.ingest.progress.Change;
import dev.scriptorium.ingest.progress.OpenDocuments;
import dev.scriptorium.ingest.result.ResultJson;
import dev.scriptorium.proto.ingest.v1.FileSegment;
import dev.scriptorium.proto.ingest.v1.FileTranslationCommand;
import dev.scriptorium.proto.ingest.v1.FileWritten;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Makes the file of a document whose texts are translated, in a parsing process, and ends its task. The same texts give the
 * same file, so that an attempt that was cut off leaves nothing to mend. Thread-safe.
 */
@Singleton
final class FileBuilder {

    private static final Logger LOG = Logger.getLogger(FileBuilder.class);

    private final FileBuilds builds;
    private final OpenDocuments documents;
    private final BlobStore blobs;
    private final ForkPool forks;
    private final StretchTranslator stretches;
    private final Settings settings;

    /**
     * How files are made.
     *
     * @param largest what a file may have
     */
    record Settings(
            RetryPolicy retries,
            RandomGenerator random,
            Path temporary,
            double maxUntranslatedShare,
            DataSize largest) {}

    FileBuilder(
            FileBuilds builds,
            OpenDocuments documents,
            BlobStore blobs,
            ForkPool forks,
            StretchTranslator stretches,
            Settings settings) {
        this.builds = builds;
        this.documents = documents;
        this.blobs = blobs;
        this.forks = forks;
        this.stretches = stretches;
        this.settings = settings;
    }

    /** Makes one file, if one is to be made. */
    boolean next() {
        Optional<Outcome> outcome = builds.work(this::attempt);
        if (outcome.isPresent() && outcome.get() instanceof Outcome.Made(FileBuild build, TranslatedFile file)) {
            documents.change(
                    List.of(build.document()),
                    (state, now) -> Change.to(state.completed(build.task(), build.parts(), build.parts() + 1)));
        }
        return outcome.isPresent();
    }

    private Outcome attempt(FileBuild build) {
        try {
            return new Outcome.Made(build, made(build));
        } catch (RuntimeException e) {
            FailureException failure = FailureException.of(e);
            LOG.infof(failure.getCause(), "files failed on %s: %s", build.document(), failure.code());
            if (failure.code().retryable() && settings.retries().allowsAnotherAfter(build.attempt())) {
                return new Outcome.Again(build, settings.retries().delay(build.attempt(), settings.random()));
            }
            giveUp(build, failure);
            return new Outcome.GivenUp(build);
        }
    }

    private void giveUp(FileBuild build, FailureException failure) {
        // Not retryable: the attempts of the file are over, and those of the document are for its texts.
        Failure last = new Failure(failure.code().name(), failure.reason(), "files", false);
        documents.change(
                List.of(build.document()),
                (state, now) -> Change.to(state.failed(
                        Optional.of(build.task()), state.attempt(), last, settings.retries(), now, settings.random())));
    }

    private TranslatedFile made(FileBuild build) {
        try (BlobFile original = blobs.file(build.original())) {
            return made(build, new SourceFile(original.path(), build.fileName(), build.declaredMediaType(), true));
        }
    }

    private TranslatedFile made(FileBuild build, SourceFile source) {
        FileTranslationCommand command = FileTranslationCommand.newBuilder()
                .setTargetLanguage(build.targetLanguage())
                .addAllSegments(build.segmentsJson().stream()
                        .flatMap(part -> ResultJson.segments(part).stream())
                        .map(FileBuilder::segment)
                        .toList())
                .build();
        command = command.toBuilder()
                .putAllStretches(stretches(build, source, command))
                .build();
        try {
            Path folder = Files.createDirectories(settings.temporary());
            Path result = Files.createTempFile(folder, "scriptorium-file-", ".tmp");
            try {
                return stored(build, written(source, command, result), result);
            } finally {
                Files.deleteIfExists(result);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The translated file of " + build.document(), e);
        }
    }

    private Map<String, String> stretches(FileBuild build, SourceFile source, FileTranslationCommand command) {
        List<String> wanted = switch (forks.translate(source, command).join()) {
            case Extraction.Stretches found -> found.stretches();
            case Extraction.Refused refused -> throw new FailureException(refused.code(), refused.reason());
            case Extraction.Extracted other -> throw outOfTurn();
            case Extraction.Written other -> throw outOfTurn();
        };
        try {
            return stretches.translate(wanted, build.language(), build.targetLanguage(), build.tenant());
        } catch (FailureException e) {
            if (e.code().retryable() && settings.retries().allowsAnotherAfter(build.attempt())) {
                throw e;
            }
            // Without them, codes enclose more than they did, and the report counts them.
            LOG.infof("No translator for the stretches of %s: %s", build.document(), e.code());
            return Map.of();
        }
    }

    private FileWritten written(SourceFile source, FileTranslationCommand command, Path result) {
        FileTranslationCommand write = command.toBuilder()
                .setResult(result.toAbsolutePath().toString())
                .build();
        FileWritten written = switch (forks.translate(source, write).join()) {
            case Extraction.Written file -> file.file();
            case Extraction.Refused refused -> throw new FailureException(refused.code(), refused.reason());
            case Extraction.Extracted other -> throw outOfTurn();
            case Extraction.Stretches other -> throw outOfTurn();
        };
        if (written.getDifferencesCount() > 0) {
            throw new FailureException(
                    FailureCode.FILE_NOT_FAITHFUL,
                    "The translated file is not like the original: " + String.join(" ", written.getDifferencesList()));
        }
        if (written.getUntranslatedShare() > settings.maxUntranslatedShare()) {
            throw new FailureException(
                    FailureCode.FILE_NOT_TRANSLATED,
                    "Of the file's text, %.0f percent stayed untranslated; at most %.0f percent may."
                            .formatted(written.getUntranslatedShare() * 100, settings.maxUntranslatedShare() * 100));
        }
        return written;
    }

    static FailureException outOfTurn() {
        return new FailureException(FailureCode.INTERNAL, "The parsing process gave the answer to another command.");
    }

    private TranslatedFile stored(FileBuild build, FileWritten written, Path result) throws IOException {
        try (InputStream content = Files.newInputStream(result);
                BlobUpload upload = blobs.begin()) {
            StoredBlob blob = upload.add(content, settings.largest());
            upload.commit();
            return new TranslatedFile(
                    build.document(),
                    build.targetLanguage(),
                    blob.digest(),
                    blob.size().toBytes(),
                    written.getMediaType(),
                    written.getReport());
        }
    }

    static FileSegment segment(ResultJson.Segment segment) {
        return FileSegment.newBuilder()
                .setSource(segment.source())
                .setTarget(segment.target())
                .setUntranslated(UntranslatedSegments.isUntranslated(segment))
                .setAlignment(segment.alignment())
                .build();
    }
}
