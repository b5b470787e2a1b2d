package dev.scriptorium.standalone.instance;

import dev.scriptorium.standalone.client.ApiException;
import dev.scriptorium.standalone.client.PipelineClient;
import java.io.FileNotFoundException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.FileHandler;
import org.jspecify.annotations.Nullable;

/**
 * The platform as five processes: takes the data folder, starts Kafka and Postgres, then the services, starts again what ends by itself, and stops all in the
 * opposite order, also on a signal. Once for each JVM.
 */
public final class SplitInstance {
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(85);
    private static final long PAUSE_MILLIS = 200;
    private static final String LOG_LINE = "%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p [%c{3.}] %s%e%n";

    private final DataFolder data;
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable SplitServices services;
    private @Nullable RunningInstance running;

    private SplitInstance(DataFolder data) {
        this.data = data;
    }

    /**
     * Starts the platform, and stops it on a signal.
     *
     * @param runService the script that becomes the service that its argument names
     * @param out receives the progress of the start
     * @param ready is called once, when all services are ready
     */
    public static void run(
            DataFolder data, Path runService, OptionalInt port, PrintStream out, Consumer<RunningInstance> ready) {
        data.create();
        FileLock lock = data.lock().orElseThrow(() -> new Instance.FolderInUse(data));
        SplitInstance instance = new SplitInstance(data);
        Thread stopping = new Thread(instance::stopOnSignal, "stop-on-signal");
        Runtime.getRuntime().addShutdownHook(stopping);
        try (StartProgress progress = new StartProgress(out, data)) {
            logTo(data.log());
            instance.serve(runService, port, progress, ready);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Instance.release(lock);
            instance.stopped.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(stopping);
            } catch (IllegalStateException alreadyStopping) {
                // the hook has nothing left to wait for
            }
        }
    }

    private void serve(Path runService, OptionalInt port, StartProgress progress, Consumer<RunningInstance> ready)
            throws InterruptedException {
        progress.begins("starting Kafka and Postgres");
        try (Servers servers = Servers.start(data, progress)) {
            progress.begins("starting the services");
            SplitServices started = SplitServices.start(data, runService, port, servers, this::note);
            try {
                if (awaitReady(started, progress)) {
                    progress.close();
                    synchronized (this) {
                        services = started;
                        running = RunningInstance.of(started.httpPort(), servers, started.running());
                        data.note(running);
                    }
                    ready.accept(running);
                    stopAsked.await();
                }
            } finally {
                started.stop(STOP_LIMIT);
                forget();
            }
        }
    }

    /** Returns false where a stop is requested before. */
    private boolean awaitReady(SplitServices started, StartProgress progress) throws InterruptedException {
        List<ServiceProcess> waiting = new ArrayList<>(started.all());
        PipelineClient client =
                new PipelineClient("http://127.0.0.1:" + started.httpPort(), List.of(), Optional.empty());
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!waiting.isEmpty()) {
            if (stopAsked.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
            for (ServiceProcess service : List.copyOf(waiting)) {
                RunningService now = service.running();
                if (now.lastEnd() != null) {
                    throw new Instance.StartFailed(
                            now.name() + " ended while it started; see " + data.serviceLog(now.name()));
                }
                if (isReady(now, client)) {
                    progress.ready(now.name() + " is ready");
                    waiting.remove(service);
                }
            }
            if (System.nanoTime() > deadline) {
                String late = waiting.getFirst().name();
                throw new Instance.StartFailed(late + " was not ready within " + START_LIMIT.toMinutes() + " min; see "
                        + data.serviceLog(late));
            }
        }
        return true;
    }

    private static boolean isReady(RunningService service, PipelineClient client) {
        try {
            return client.health(service.managementUrl()).isUp();
        } catch (ApiException doesNotAnswerYet) {
            return false;
        }
    }

    /** Notes for other commands which processes there are now. */
    private synchronized void note() {
        if (running != null && services != null) {
            running = running.with(services.running());
            data.note(running);
        }
    }

    private synchronized void forget() {
        running = null;
        data.forget();
    }

    private void stopOnSignal() {
        stopAsked.countDown();
        System.err.println("stopping; what is done is kept");
        try {
            stopped.await(SIGNAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void logTo(Path file) {
        try {
            FileHandler handler = new FileHandler(new PatternFormatter(LOG_LINE), file.toFile(), true);
            Logger root = Logger.getLogger("");
            handler.setLevel(Level.INFO);
            root.addHandler(handler);
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException("The log " + file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
