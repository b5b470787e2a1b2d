package dev.scriptorium.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A real single-node Kafka broker (KRaft, broker and controller in one) in a JVM of its own.
 *
 * <p>The folder keeps topics, offsets and the port over restarts. {@link #start} returns when the broker answers. The broker stops by itself when this JVM
 * ends in whatever way; a start right after that waits for it. Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int NODE = 1;

    private final Process process;
    private final int port;

    private EmbeddedKafka(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts the broker on the folder, which is created if it is not there. */
    public static EmbeddedKafka start(Path folder) {
        return start(folder, Map.of());
    }

    /** @param further settings of the broker, in place of its own where the names are the same */
    public static EmbeddedKafka start(Path folder, Map<String, String> further) {
        Path directory = folder.toAbsolutePath();
        try {
            PrivateFolder.create(directory);
            Predecessor predecessor = new Predecessor(directory.resolve("broker.pid"));
            predecessor.awaitEnd(STOP_LIMIT);
            int port = LoopbackPort.keptIn(directory.resolve("port"));
            Path log = directory.resolve("broker.log");
            Process process = launch(directory, settings(directory, port, further), log);
            predecessor.note(process.toHandle());
            EmbeddedKafka kafka = new EmbeddedKafka(process, port);
            kafka.awaitReady(log);
            return kafka;
        } catch (IOException e) {
            throw new ServerException("Kafka could not be started in " + directory, e);
        }
    }

    /** Host and port for clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** Completes when the broker's process has ended, by {@link #close} or otherwise. */
    public CompletableFuture<Void> ended() {
        return process.onExit().thenAccept(gone -> {});
    }

    /** Stops the broker in good order; kills it when that takes too long. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException alreadyGone) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static Process launch(Path directory, Path settings, Path log) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms32m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xshare:auto",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS",
                "-cp",
                BrokerClasspath.asArgument(),
                BrokerProcess.class.getName(),
                settings.toString());
        return new ProcessBuilder(OwnSession.of(command))
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static Path settings(Path directory, int port, Map<String, String> further) throws IOException {
        int controllerPort = LoopbackPort.keptIn(directory.resolve("controller-port"));
        Properties settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", Integer.toString(NODE));
        settings.setProperty("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        settings.setProperty("controller.listener.names", "CONTROLLER");
        settings.setProperty(
                "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.setProperty("inter.broker.listener.name", "PLAINTEXT");
        settings.setProperty("log.dirs", directory.resolve("data").toString());
        settings.setProperty("auto.create.topics.enable", "false");
        settings.setProperty("offsets.topic.num.partitions", "4");
        settings.setProperty("offsets.topic.replication.factor", "1");
        settings.setProperty("transaction.state.log.num.partitions", "1");
        settings.setProperty("transaction.state.log.replication.factor", "1");
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("share.coordinator.state.topic.num.partitions", "1");
        settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        settings.setProperty("num.network.threads", "2");
        settings.setProperty("num.io.threads", "4");
        settings.setProperty("background.threads", "2");
        settings.setProperty("log.cleaner.dedupe.buffer.size", "2097152");
        settings.setProperty("log.segment.bytes", "67108864");
        settings.setProperty("controlled.shutdown.enable", "true");
        // after a kill -9 the next start waits until the last session of this node ran out
        settings.setProperty("broker.session.timeout.ms", "3000");
        settings.setProperty("broker.heartbeat.interval.ms", "500");
        settings.putAll(further);
        Path file = directory.resolve("server.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            settings.store(writer, "written anew at every start");
        }
        return file;
    }

    private void awaitReady(Path log) {
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Thread.ofVirtual().name("kafka-start").start(() -> {
            try (BufferedReader output = process.inputReader()) {
                ready.complete(BrokerProcess.READY.equals(output.readLine()));
                output.readLine(); // keeps the pipe open until the broker ends
            } catch (IOException broken) {
                ready.complete(false);
            }
        });
        try {
            if (!ready.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw ServerException.withLog("Kafka ended while it started", log);
            }
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw ServerException.withLog("Kafka was not ready within " + START_LIMIT.toSeconds() + " s", log);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while Kafka started", e);
        }
    }
}
