package dev.scriptorium.standalone.instance;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** A server that is started again when it ends by itself. Thread-safe. */
final class Supervised<S extends AutoCloseable> implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Supervised.class);
    private static final int STARTS = 3;

    private final String name;
    private final Supplier<S> start;
    private final Function<S, CompletableFuture<Void>> ended;
    private S server;
    private boolean closed;

    Supervised(String name, Supplier<S> start, Function<S, CompletableFuture<Void>> ended) {
        this.name = name;
        this.start = start;
        this.ended = ended;
        this.server = start.get();
        watch(server);
    }

    synchronized S server() {
        return server;
    }

    private void watch(S watched) {
        ended.apply(watched)
                .thenRun(() ->
                        Thread.ofPlatform().daemon().name(name + "-restart").start(this::restart));
    }

    private synchronized void restart() {
        for (int attempt = 1; !closed && attempt <= STARTS; attempt++) {
            LOG.warnf("%s ended by itself; starting it again (%d of %d)", name, attempt, STARTS);
            try {
                server = start.get();
                watch(server);
                return;
            } catch (RuntimeException failed) {
                LOG.errorf(failed, "%s did not start", name);
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            server.close();
        } catch (Exception e) {
            LOG.errorf(e, "%s could not be stopped in good order", name);
        }
    }
}
