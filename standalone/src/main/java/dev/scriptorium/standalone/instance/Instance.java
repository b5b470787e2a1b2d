package dev.scriptorium.standalone.instance;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The platform in this JVM: takes the data folder, starts Kafka and Postgres, then the services, runs what was asked for on them, and stops all in the opposite
 * order, also on a signal. Once for each JVM.
 */
public final class Instance {
    private static final long STOP_SECONDS = 40;
    private static final AtomicReference<@Nullable Instance> CURRENT = new AtomicReference<>();

    private final DataFolder data;
    private final Work work;
    private final CountDownLatch servicesStopped = new CountDownLatch(1);
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private @Nullable Servers servers;
    private volatile @Nullable RunningInstance running;
    private volatile @Nullable HttpPort httpPort;
    private volatile @Nullable StartProgress progress;

    private Instance(DataFolder data, Work work) {
        this.data = data;
        this.work = work;
    }

    /** What to do while the platform runs. */
    public interface Work {
        /** Returns the exit code. */
        int run(RunningInstance instance, Instance host) throws InterruptedException;
    }

    /** The data folder is in use by another instance. */
    public static final class FolderInUse extends RuntimeException {
        FolderInUse(DataFolder data) {
            super("Another instance" + process(data) + " starts, runs or stops on " + data.path()
                    + ": see \"scriptorium status\".");
        }

        private static String process(DataFolder data) {
            return data.holder()
                    .map(process -> " (process " + process.pid() + ")")
                    .orElse("");
        }
    }

    /** The services did not start. Says why, and where to read more. */
    public static final class StartFailed extends RuntimeException {
        StartFailed(String reason) {
            super("The services did not start: " + reason + ".");
        }

        StartFailed(DataFolder data, Throwable cause) {
            super("The services did not start: " + root(cause) + "; see " + data.log() + ".", cause);
        }

        private static String root(Throwable cause) {
            Throwable next = cause.getCause();
            return next == null ? String.valueOf(cause.getMessage() == null ? cause : cause.getMessage()) : root(next);
        }
    }

    /**
     * Starts the platform, does the work and stops the platform. Returns the work's exit code.
     *
     * @param out receives the progress of the start
     */
    public static int run(DataFolder data, OptionalInt port, PrintStream out, Work work) {
        data.create();
        FileLock lock = data.lock().orElseThrow(() -> new FolderInUse(data));
        Instance instance = new Instance(data, work);
        CURRENT.set(instance);
        Thread stopping = new Thread(instance::stopOnSignal, "stop-on-signal");
        Runtime.getRuntime().addShutdownHook(stopping);
        try (HttpPort held = HttpPort.hold(port, data.httpPort());
                StartProgress progress = new StartProgress(out, data)) {
            instance.httpPort = held;
            instance.progress = progress;
            return instance.serve(held, progress);
        } finally {
            instance.stopServers();
            release(lock);
            try {
                Runtime.getRuntime().removeShutdownHook(stopping);
            } catch (IllegalStateException alreadyStopping) {
                // the hook waits for servicesStopped and finds the servers closed
            }
        }
    }

    /** Waits for a request to stop, up to the given time. Returns whether there was one. */
    public boolean stopAskedWithin(long milliseconds) throws InterruptedException {
        return stopAsked.await(milliseconds, TimeUnit.MILLISECONDS);
    }

    private int serve(HttpPort port, StartProgress progress) {
        progress.begins("starting Kafka and Postgres");
        Servers started = Servers.start(data, progress);
        synchronized (this) {
            servers = started;
        }
        progress.begins("starting the services");
        configure(started, port.number());
        running = RunningInstance.of(port.number(), started, List.of());
        AtomicInteger exitCode = new AtomicInteger(1);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try {
            Quarkus.run(Application.class, (code, thrown) -> {
                exitCode.set(code);
                failure.set(thrown);
            });
        } finally {
            data.forget();
            servicesStopped.countDown();
        }
        Throwable problem = failure.get();
        if (problem != null) {
            throw new StartFailed(data, problem);
        }
        return exitCode.get();
    }

    private void ready(RunningInstance instance) {
        Optional.ofNullable(httpPort).orElseThrow().noteIn(data.httpPort());
        data.note(instance);
        StartProgress shown = Optional.ofNullable(progress).orElseThrow();
        shown.ready("the services are ready");
        shown.close();
    }

    /** Lets the held port go for the services of this JVM. */
    static void releasePort() {
        Optional.ofNullable(CURRENT.get())
                .flatMap(instance -> Optional.ofNullable(instance.httpPort))
                .ifPresent(HttpPort::close);
    }

    private void configure(Servers started, int port) {
        System.setProperty("quarkus.http.port", Integer.toString(port));
        System.setProperty("scriptorium.access.token", AccessToken.of(data).orElseThrow());
        System.setProperty("kafka.bootstrap.servers", started.kafka().bootstrapServers());
        System.setProperty("quarkus.datasource.jdbc.url", started.postgres().jdbcUrl());
        System.setProperty("quarkus.datasource.username", started.postgres().username());
        System.setProperty("quarkus.datasource.password", started.postgres().password());
        System.setProperty("scriptorium.ingest.blob-directory", data.blobs().toString());
        System.setProperty(
                "scriptorium.inference.labels.directory", data.labelSets().toString());
        System.setProperty("scriptorium.models.added-directory", data.models().toString());
        System.setProperty(
                "scriptorium.ingest.extraction.temporary-folder",
                data.temporary().toString());
        System.setProperty(
                "scriptorium.kafka.streams.state-directory", data.streams().toString());
        System.setProperty("quarkus.log.console.enabled", "false");
        System.setProperty("quarkus.log.file.enabled", "true");
        System.setProperty("quarkus.log.file.path", data.log().toString());
    }

    /** Quarkus' own hook makes the work end and the services stop; the servers must outlive them. */
    private void stopOnSignal() {
        stopAsked.countDown();
        System.err.println("stopping; what is done is kept");
        try {
            if (running != null) {
                servicesStopped.await(STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopServers();
    }

    private synchronized void stopServers() {
        if (servers != null) {
            servers.close();
            servers = null;
        }
    }

    static void release(FileLock lock) {
        try {
            lock.acquiredBy().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Quarkus runs when the services are ready. */
    public static final class Application implements QuarkusApplication {
        @Override
        public int run(String... arguments) throws InterruptedException {
            Instance instance = Optional.ofNullable(CURRENT.get()).orElseThrow();
            RunningInstance running = Optional.ofNullable(instance.running).orElseThrow();
            instance.ready(running);
            return instance.work.run(running, instance);
        }
    }
}
