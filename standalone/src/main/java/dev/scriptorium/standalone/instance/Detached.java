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

    /** Options that name file descriptors, which are closed in the new process. */
    private static final List<String> OF_START_SCRIPT =
            List.of("-Dscriptorium.arguments=", "-Dscriptorium.stderr=", "-Dscriptorium.stderr.terminal=");

    private Detached() {}

    /** The instance ended while it started, or took too long. The message is what it said last. */
    public static final class NotStarted extends RuntimeException {
        NotStarted(String reason, Path output) {
            super("The platform did not start: " + reason + " (see " + output + ").");
        }
    }

    /** Returns when it is ready. */
    public static RunningInstance start(DataFolder data, OptionalInt port) {
        Path output = data.path().resolve("up.log");
        try {
            data.create();
            DataFolder.createPrivate(output);
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
            throw new NotStarted(lastLine(output), output);
        } catch (IOException e) {
            throw new UncheckedIOException("the platform could not be started; see " + output, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the platform started", e);
        }
    }

    private static String lastLine(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output).stream()
                .map(line -> line.replaceFirst("^scriptorium: ", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.isEmpty() ? "it said nothing" : lines.getLast().replaceFirst("\\.$", "");
    }

    private static List<String> command(DataFolder data, OptionalInt port) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> OF_START_SCRIPT.stream().noneMatch(option::startsWith))
                .forEach(command::add);
        command.addAll(List.of("-jar", System.getProperty("java.class.path")));
        command.addAll(List.of("up", "--data", data.path().toString()));
        port.ifPresent(number -> command.addAll(List.of("--port", Integer.toString(number))));
        return command;
    }
}
