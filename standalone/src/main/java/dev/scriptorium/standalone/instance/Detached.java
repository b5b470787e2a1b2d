package dev.scriptorium.standalone.instance;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts an instance that outlives this command, in a session of its own where the system has {@code setsid}. */
public final class Detached {
    private static final Duration LIMIT = Duration.ofMinutes(6);
    private static final long PAUSE_MILLIS = 100;
    private static final String ERROR = "scriptorium: ";

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

    /**
     * Returns when it is ready.
     *
     * @param options of the command {@code up}
     * @param out receives the progress of the start
     */
    public static RunningInstance start(DataFolder data, List<String> options, PrintStream out) {
        Path output = data.path().resolve("up.log");
        try {
            data.create();
            if (data.holder().isPresent()) {
                throw new Instance.FolderInUse(data); // before the other's output is overwritten
            }
            DataFolder.createPrivate(output);
            Process process = new ProcessBuilder(command(data, options))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            long deadline = System.nanoTime() + LIMIT.toNanos();
            int shown = 0;
            while (!process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline) {
                Optional<RunningInstance> running = data.running();
                if (running.isPresent()) {
                    return running.get();
                }
                List<String> lines = progress(output);
                lines.subList(Math.min(shown, lines.size()), lines.size()).forEach(out::println);
                shown = lines.size();
            }
            process.destroy();
            throw new NotStarted(reason(output), output);
        } catch (IOException e) {
            throw new UncheckedIOException("The platform could not be started: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the platform started", e);
        }
    }

    /** The output of its start; an error stands at the end. */
    private static List<String> progress(Path output) throws IOException {
        return said(output).stream()
                .filter(line -> line.startsWith("starting ") || line.startsWith(" "))
                .toList();
    }

    private static List<String> said(Path output) throws IOException {
        String text = Files.readString(output);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("WARNING: ") && !line.startsWith("\t"))
                .toList();
    }

    /** Its error, else the last that it said. */
    private static String reason(Path output) throws IOException {
        List<String> lines = said(output);
        return lines.stream()
                .filter(line -> line.startsWith(ERROR))
                .findFirst()
                .or(() -> lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast()))
                .map(line -> line.replaceFirst("^" + ERROR, "").replaceFirst("[.:]$", ""))
                .orElse("it said nothing");
    }

    private static List<String> command(DataFolder data, List<String> options) {
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
        command.addAll(options);
        return command;
    }
}
