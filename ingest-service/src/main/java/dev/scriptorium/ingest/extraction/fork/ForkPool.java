package dev.scriptorium.ingest.extraction.fork;

import dev.scriptorium.ingest.extraction.parse.Limits;
import dev.scriptorium.ingest.extraction.parse.SourceFile;
import dev.scriptorium.proto.ingest.v1.ExtractionCommand;
import dev.scriptorium.proto.ingest.v1.FileTranslationCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Parses documents in a few child processes, which are started when they are needed, replaced when they die or get old,
 * and ended when they have nothing to do. A document that hangs, crashes or takes too much memory takes its process with
 * it and nothing else. Thread-safe.
 */
public final class ForkPool implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ForkPool.class);
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);
    private static final String FOLDER = "scriptorium-fork-";
    private static final Pattern FOLDER_OF_PROCESS = Pattern.compile(FOLDER + "(\\d{1,18})-.*");

    private final ForkSettings settings;
    private final ForkCommand command;
    private final ConcurrentLinkedDeque<Idle> idle = new ConcurrentLinkedDeque<>();
    private final Set<Fork> busy = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers;
    private final ScheduledExecutorService timer;
    private volatile boolean closed;

    private record Idle(Fork fork, long since) {}

    public ForkPool(ForkSettings settings, ForkCommand command) {
        this.settings = settings;
        this.command = command;
        this.workers = Executors.newFixedThreadPool(
                settings.count(),
                Thread.ofPlatform().daemon().name("extraction-", 0).factory());
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("extraction-timer").factory());
        long idleMillis = settings.idleTime().toMillis();
        timer.scheduleWithFixedDelay(this::endIdle, idleMillis, Math.max(1, idleMillis / 2), TimeUnit.MILLISECONDS);
        deleteAbandonedFolders();
    }

    /**
     * Waits for a process that is free, then parses. Fails only where a process does not even start; never completes once
     * the pool is closed, because nothing is known about the document then.
     */
    public CompletableFuture<Extraction> extract(SourceFile source) {
        return run(commandFor(source).build());
    }

    /** As {@link #extract}, but writes a translated file, or says what is missing for it. */
    public CompletableFuture<Extraction> translate(SourceFile source, FileTranslationCommand translation) {
        return run(commandFor(source).setTranslation(translation).build());
    }

    private CompletableFuture<Extraction> run(ExtractionCommand command) {
        CompletableFuture<Extraction> outcome = new CompletableFuture<>();
        try {
            workers.execute(() -> {
                try {
                    Extraction extraction = extractNow(command);
                    if (!closed) {
                        outcome.complete(extraction);
                    }
                } catch (RuntimeException e) {
                    if (!closed) {
                        outcome.completeExceptionally(e);
                    }
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debugf("%s is not parsed any more: closed", command.getFile());
        }
        return outcome;
    }

    private Extraction extractNow(ExtractionCommand document) {
        Fork fork = idleFork().orElseGet(this::start);
        busy.add(fork);
        boolean keep = false;
        try {
            Extraction extraction = fork.extract(document, settings.deadline());
            keep = fork.isAlive() && fork.documents() < settings.documentsPerFork() && !closed;
            return extraction;
        } finally {
            busy.remove(fork);
            if (keep) {
                idle.addFirst(new Idle(fork, System.nanoTime()));
            } else {
                fork.close();
            }
        }
    }

    /** The one that was used last: its code and its memory are warm. */
    private Optional<Fork> idleFork() {
        for (Idle next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            if (next.fork().isAlive()) {
                return Optional.of(next.fork());
            }
            next.fork().close();
        }
        return Optional.empty();
    }

    private Fork start() {
        try {
            Path folder = Files.createTempDirectory(
                    settings.folder(), FOLDER + ProcessHandle.current().pid() + "-");
            Fork fork = Fork.start(command, folder, START_DEADLINE, timer);
            LOG.debugf("Parsing process %d is ready", fork.pid());
            return fork;
        } catch (IOException e) {
            throw new UncheckedIOException("No folder for temporary files in " + settings.folder(), e);
        }
    }

    private ExtractionCommand.Builder commandFor(SourceFile source) {
        Limits limits = settings.limits();
        return ExtractionCommand.newBuilder()
                .setFile(source.file().toAbsolutePath().toString())
                .setFileName(source.name())
                .setDeclaredMediaType(source.declaredMediaType())
                .setMaxCharacters(limits.maxCharacters())
                .setMaxBlocks(limits.maxBlocks())
                .setMaxPages(limits.maxPages())
                .setComments(settings.comments())
                .setFileUnits(source.units());
    }

    /** The longest idle ones are last. */
    private void endIdle() {
        long now = System.nanoTime();
        for (Idle last = idle.pollLast(); last != null; last = idle.pollLast()) {
            if (now - last.since() < settings.idleTime().toNanos()) {
                idle.addLast(last);
                return;
            }
            last.fork().close();
        }
    }

    /** What processes left whose parents were killed together with them. */
    private void deleteAbandonedFolders() {
        try (Stream<Path> folders = Files.list(Files.createDirectories(settings.folder()))) {
            folders.filter(ForkPool::isAbandoned).forEach(Fork::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("No folder for temporary files: " + settings.folder(), e);
        }
    }

    private static boolean isAbandoned(Path folder) {
        Matcher name = FOLDER_OF_PROCESS.matcher(folder.getFileName().toString());
        return name.matches()
                && ProcessHandle.of(Long.parseLong(name.group(1)))
                        .filter(ProcessHandle::isAlive)
                        .isEmpty();
    }

    /** Processes that wait for a document. */
    int idleForks() {
        return idle.size();
    }

    /** The process that waits for the next document, if any. */
    Optional<Long> idlePid() {
        return Optional.ofNullable(idle.peekFirst()).map(next -> next.fork().pid());
    }

    /** Ends all processes; documents that are being parsed are given up. */
    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        workers.shutdownNow();
        busy.forEach(Fork::kill);
        for (Idle last = idle.poll(); last != null; last = idle.poll()) {
            last.fork().close();
        }
    }
}
