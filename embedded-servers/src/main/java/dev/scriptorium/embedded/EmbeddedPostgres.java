package dev.scriptorium.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A real Postgres on a folder, listening on the loopback interface only, with a password of its own.
 *
 * <p>The folder keeps the cluster, the port and the password over restarts. {@link #start} returns when Postgres takes connections, after its recovery
 * if there is one to do. The server stops by itself when this JVM ends in whatever way; a start right after that waits for it. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration PAUSE_BEFORE_RETRY = Duration.ofMillis(500);
    private static final int STARTS = 12;

    private final PostgresCluster cluster;
    private final Process process;
    private final int port;

    private EmbeddedPostgres(PostgresCluster cluster, Process process, int port) {
        this.cluster = cluster;
        this.process = process;
        this.port = port;
    }

    /** Starts Postgres on the folder; makes a new cluster with an empty database if there is none. */
    public static EmbeddedPostgres start(PostgresSettings settings) {
        try {
            PostgresCluster cluster = PostgresCluster.openIn(settings);
            stopOrphan(cluster);
            int port = LoopbackPort.keptIn(settings.folder().resolve("port"));
            return new EmbeddedPostgres(cluster, startUntilReady(cluster, port), port);
        } catch (IOException e) {
            throw new ServerException("Postgres could not be started in " + settings.folder(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while Postgres started in " + settings.folder(), e);
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresCluster.NAME;
    }

    public String username() {
        return PostgresCluster.NAME;
    }

    public String password() {
        return cluster.password();
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** Completes when the server's process has ended, by {@link #close} or otherwise. */
    public CompletableFuture<Void> ended() {
        return process.onExit().thenAccept(gone -> {});
    }

    /** Stops Postgres in good order, ending its connections; kills it when that takes too long. */
    @Override
    public void close() {
        try {
            if (process.isAlive() && !cluster.stopServer(STOP_LIMIT)) {
                process.destroyForcibly();
            }
            process.waitFor();
        } catch (IOException e) {
            process.destroyForcibly();
            throw new ServerException("Postgres could not be stopped in good order", e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void stopOrphan(PostgresCluster cluster) throws IOException, InterruptedException {
        Optional<ProcessHandle> orphan = cluster.postmasterFile().orphan();
        if (orphan.isPresent() && !cluster.stopServer(STOP_LIMIT)) {
            orphan.get().destroyForcibly();
            orphan.get().onExit().join();
        }
    }

    /** After a kill -9 of the postmaster its children may still hold the shared memory for a moment, and the first starts fail. */
    private static Process startUntilReady(PostgresCluster cluster, int port) throws IOException, InterruptedException {
        for (int attempt = 1; attempt <= STARTS; attempt++) {
            Process process = cluster.startServer(port);
            if (becomesReady(cluster, process)) {
                return process;
            }
            Thread.sleep(PAUSE_BEFORE_RETRY);
        }
        throw ServerException.withLog("Postgres ended while it started, " + STARTS + " times", cluster.log());
    }

    private static boolean becomesReady(PostgresCluster cluster, Process process)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
            if (cluster.postmasterFile().saysReady(process.pid())) {
                return true;
            }
            if (System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw ServerException.withLog(
                        "Postgres was not ready within " + START_LIMIT.toSeconds() + " s", cluster.log());
            }
        }
        return false;
    }
}
