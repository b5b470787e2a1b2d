package dev.scriptorium.standalone.instance;

import dev.scriptorium.embedded.ChildProgram;
import dev.scriptorium.embedded.PrivateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One service as a process of its own. It is started again when it ends by itself, each time after a longer pause. Thread-safe.
 *
 * <p>Its log is a file of its own, and its folder for temporary files stands in its command line, by which {@link FolderProcess} finds it.
 */
final class ServiceProcess {
    static final List<String> NAMES = List.of("ingest", "tokenizer", "inference", "summarizer", "translator");
    static final String TEMPORARY_FOLDER = "-Djava.io.tmpdir=";

    /** After this time the next pause is the shortest again. */
    private static final Duration RAN_WELL = Duration.ofMinutes(2);

    private static final Logger LOG = Logger.getLogger(ServiceProcess.class);

    private final Settings settings;
    private final Clock clock;
    private final UnaryOperator<Duration> nextPause;
    private final Runnable changed;
    private Duration pause = Duration.ZERO;
    private long launchedAt;
    private Process process;
    private int restarts;
    private @Nullable String lastEnd;
    private boolean stopping;

    /**
     * What is started.
     *
     * @param program and its arguments
     */
    record Settings(
            String name,
            int port,
            int managementPort,
            List<String> program,
            Map<String, String> environment,
            Path temporary,
            Path log) {}

    /**
     * Starts it.
     *
     * @param nextPause from the pause before the last restart, which is zero at first, to that before the next one
     * @param changed is called after the process ended or was started again
     */
    ServiceProcess(Settings settings, Clock clock, UnaryOperator<Duration> nextPause, Runnable changed) {
        this.clock = clock;
        this.settings = settings;
        this.nextPause = nextPause;
        this.changed = changed;
        synchronized (this) { // its end is noticed after this
            process = launch();
        }
    }

    /** One second at first, then twice the last pause, up to half a minute. */
    static Duration doubled(Duration last) {
        Duration longest = Duration.ofSeconds(30);
        Duration next = last.isZero() ? Duration.ofSeconds(1) : last.multipliedBy(2);
        return next.compareTo(longest) > 0 ? longest : next;
    }

    static Path temporary(DataFolder data, String service) {
        return data.services().resolve(service);
    }

    String name() {
        return settings.name();
    }

    synchronized RunningService running() {
        return new RunningService(
                settings.name(),
                process.pid(),
                RunningInstance.startOf(process.toHandle()),
                settings.port(),
                settings.managementPort(),
                restarts,
                lastEnd);
    }

    synchronized boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end in good order, and kills it when it takes longer than the limit. It is not started again. */
    void stop(Duration limit) {
        Process last;
        synchronized (this) {
            stopping = true;
            last = process;
        }
        last.destroy();
        try {
            if (!last.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf("%s did not end within %d s and is killed", name(), limit.toSeconds());
                last.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            last.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Process launch() {
        try {
            PrivateFolder.create(settings.temporary());
            DataFolder.createPrivate(settings.log());
            ProcessBuilder builder = new ProcessBuilder(ChildProgram.command(settings.program()))
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(settings.log().toFile()));
            builder.environment().putAll(settings.environment());
            launchedAt = System.nanoTime();
            Process started = builder.start();
            started.onExit().thenAccept(this::ended);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(name() + " could not be started: " + e.getMessage(), e);
        }
    }

    private void ended(Process gone) {
        Duration wait;
        synchronized (this) {
            if (stopping) {
                return;
            }
            lastEnd = "process " + gone.pid() + " ended with exit code " + gone.exitValue() + " at "
                    + clock.instant().truncatedTo(ChronoUnit.SECONDS);
            boolean ranWell = System.nanoTime() - launchedAt > RAN_WELL.toNanos();
            pause = nextPause.apply(ranWell ? Duration.ZERO : pause);
            wait = pause;
        }
        LOG.warnf("%s: %s; it is started again in %d ms", name(), lastEnd, wait.toMillis());
        CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS)
                .execute(this::restart);
        reportChange();
    }

    /** A report that fails, for example on a full disk, must not keep the process from its restart. */
    private void reportChange() {
        try {
            changed.run();
        } catch (RuntimeException failed) {
            LOG.errorf(failed, "%s: its state cannot be noted", name());
        }
    }

    private void restart() {
        synchronized (this) {
            if (stopping) {
                return;
            }
            try {
                process = launch();
                restarts++;
            } catch (UncheckedIOException failed) {
                LOG.errorf(failed, "%s could not be started again", name());
                CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(this::restart);
                return;
            }
        }
        reportChange();
    }
}
