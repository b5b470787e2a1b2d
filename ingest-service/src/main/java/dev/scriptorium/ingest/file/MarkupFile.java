package dev.scriptorium.ingest.file;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.extraction.fork.Extraction;
import dev.scriptorium.ingest.extraction.fork.ForkPool;
import dev.scriptorium.ingest.extraction.parse.SourceFile;
import dev.scriptorium.proto.document.v1.Block;
import dev.scriptorium.proto.ingest.v1.FileTranslationCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTML in a temporary file, for the parsing processes. Each of its methods fails with DEADLINE_EXCEEDED where no process
 * answers in time. For one thread; to be closed in any case.
 */
final class MarkupFile implements AutoCloseable {

    private static final String NAME = "text.html";
    private static final String TYPE = "text/html";

    private final ForkPool forks;
    private final Duration deadline;
    private final Path file;
    private final Path result;
    private CompletableFuture<Extraction> last = CompletableFuture.completedFuture(null);

    MarkupFile(String page, ForkPool forks, Path folder, Duration deadline) {
        this.forks = forks;
        this.deadline = deadline;
        try {
            Files.createDirectories(folder);
            this.file = Files.createTempFile(folder.toAbsolutePath(), "scriptorium-markup-", ".tmp");
            this.result = file.resolveSibling(file.getFileName() + ".result");
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new UncheckedIOException("A markup that is translated", e);
        }
    }

    /** The texts, in their order. */
    List<String> blocks() {
        return switch (answer(forks.extract(source()))) {
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

    /** The stretches whose translations tell where tags belong. */
    List<String> stretches(FileTranslationCommand command) {
        return switch (answer(forks.translate(source(), command))) {
            case Extraction.Stretches found -> found.stretches();
            case Extraction.Refused refused -> throw new FailureException(refused.code(), refused.reason());
            case Extraction.Extracted other -> throw FileBuilder.outOfTurn();
            case Extraction.Written other -> throw FileBuilder.outOfTurn();
        };
    }

    /** The page with its translations; fails where it would lack tags. */
    String written(FileTranslationCommand command) {
        FileTranslationCommand write =
                command.toBuilder().setResult(result.toString()).build();
        List<String> differences = switch (answer(forks.translate(source(), write))) {
            case Extraction.Written written -> written.file().getDifferencesList();
            case Extraction.Refused refused -> throw new FailureException(refused.code(), refused.reason());
            case Extraction.Extracted other -> throw FileBuilder.outOfTurn();
            case Extraction.Stretches other -> throw FileBuilder.outOfTurn();
        };
        if (!differences.isEmpty()) {
            throw new FailureException(
                    FailureCode.FILE_NOT_FAITHFUL, "The translation would lack tags: " + String.join(" ", differences));
        }
        try {
            return Files.readString(result);
        } catch (IOException e) {
            throw new UncheckedIOException("A markup that was translated", e);
        }
    }

    /** Deletes the files, once no process works on them. */
    @Override
    public void close() {
        last.whenComplete((extraction, failure) -> {
            delete(file);
            delete(result);
        });
    }

    private SourceFile source() {
        return new SourceFile(file, NAME, TYPE, true);
    }

    private Extraction answer(CompletableFuture<Extraction> work) {
        last = work;
        try {
            return work.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new FailureException(
                    FailureCode.DEADLINE_EXCEEDED, "The markup was not parsed within " + deadline + ".", e);
        } catch (ExecutionException e) {
            throw FailureException.of(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(FailureCode.SHUTTING_DOWN, "Interrupted while a markup was parsed.", e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("A markup that was translated", e);
        }
    }
}
