package dev.scriptorium.standalone.models;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Says how far a fetch is while it runs: a line every few seconds where something has changed. */
public final class FetchReport implements AutoCloseable {
    private static final long SECONDS = 3;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("fetch-report").factory());
    private final PrintStream out;
    private final Supplier<String> progress;
    private String last = "";

    public FetchReport(PrintStream out, Supplier<String> progress) {
        this.out = out;
        this.progress = progress;
        clock.scheduleAtFixedRate(this::say, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    private void say() {
        String now = progress.get();
        if (!now.equals(last)) {
            out.println("fetching: " + now);
            last = now;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
