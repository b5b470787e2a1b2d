package dev.scriptorium.standalone.instance;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Tells a person how far a start is: a line when a part is ready, and one from time to time while nothing changes. Thread-safe. */
public final class StartProgress implements AutoCloseable {
    private static final long PAUSE_SECONDS = 10;

    private final PrintStream out;
    private final long start = System.nanoTime();
    private final AtomicReference<String> step = new AtomicReference<>("");
    private final Thread ticker;

    public StartProgress(PrintStream out, DataFolder data) {
        this.out = out;
        out.println("starting on " + data.path());
        ticker = Thread.ofVirtual().name("start-progress").start(this::tick);
    }

    /** What is being done now. */
    void begins(String what) {
        step.set(what);
    }

    void ready(String what) {
        out.printf("  %5.1f s  %s%n", elapsed().toMillis() / 1e3, what);
    }

    /** Nothing more is printed afterwards. */
    @Override
    public void close() {
        ticker.interrupt();
    }

    private void tick() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
                out.printf("  %5.1f s  still %s%n", elapsed().toMillis() / 1e3, step.get());
            }
        } catch (InterruptedException ready) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
