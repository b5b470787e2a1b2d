package dev.scriptorium.standalone.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Starts an instance that outlives this command, in a session of its own where the system has {@code setsid}. */
public final class Detached {
    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final long PAUSE_MILLIS = 100;

    private Detached() {}

    /** Returns when it is ready. */
    public static RunningInstance start(DataFolder data, OptionalInt port) {
        Path output = data.path().resolve("up.log");
        try {
            Files.createDirectories(data.path());
            Process process = new ProcessBuilder(command(data, port))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (!process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline) {
                Optional<RunningInstance> running = data.running();
                if (running.isPresent()) {
                    return running.get();
                }
            }
            process.destroy();
            throw new IllegalStateException("the platform did not start:\n" + Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException("the platform could not be started; see " + output, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the platform started", e);
        }
    }

    private static List<String> command(DataFolder data, OptionalInt port) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-jar", System.getProperty("java.class.path")));
        command.addAll(List.of("up", "--data", data.path().toString()));
        port.ifPresent(number -> command.addAll(List.of("--port", Integer.toString(number))));
        return command;
    }
}
