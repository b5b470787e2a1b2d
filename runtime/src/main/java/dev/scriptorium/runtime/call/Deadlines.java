package dev.scriptorium.runtime.call;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The one thread that ends calls at their deadlines. It is a daemon, so that it never keeps a process alive. */
final class Deadlines {

    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("call-deadlines").daemon().factory());

    private Deadlines() {}

    static ScheduledExecutorService timer() {
        return TIMER;
    }
}
