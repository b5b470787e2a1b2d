package dev.scriptorium.benchmarks.platform;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * CPU time and memory of a process and all that descend from it, by what they are. The time of children that have ended counts
 * for the parent that waited for them (proc(5): cutime, cstime), so nothing is lost between two readings. Linux only.
 */
final class ProcessTree {

    /** Of proc(5)'s clock ticks; the same on every Linux that Java 25 runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private final ProcessHandle root;

    ProcessTree(long pid) {
        this.root = ProcessHandle.of(pid).orElseThrow(() -> new IllegalArgumentException("no process " + pid));
    }

    /** CPU seconds used so far, by kind of process. */
    Map<String, Double> cpuSeconds() throws IOException {
        Map<String, Double> sums = new TreeMap<>();
        for (ProcessHandle process : processes().toList()) {
            Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
            if (Files.exists(stat)) {
                String text = Files.readString(stat);
                String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
                long ticks = 0;
                for (int field = 11; field <= 14; field++) {
                    ticks += Long.parseLong(fields[field]);
                }
                sums.merge(kind(process), ticks / TICKS_PER_SECOND, Double::sum);
            }
        }
        return sums;
    }

    /** Proportional set size in MiB, by kind of process: shared pages are divided among those that share them. */
    Map<String, Long> memoryMebibytes() throws IOException {
        Map<String, Long> sums = new TreeMap<>();
        for (ProcessHandle process : processes().toList()) {
            Path rollup = Path.of("/proc", Long.toString(process.pid()), "smaps_rollup");
            if (Files.isReadable(rollup)) {
                try (Stream<String> lines = Files.lines(rollup)) {
                    long kibibytes = lines.filter(line -> line.startsWith("Pss:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum();
                    sums.merge(kind(process), kibibytes / 1024, Long::sum);
                } catch (FileSystemException ended) {
                    continue; // between the listing and the reading
                }
            }
        }
        return sums;
    }

    private Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(root), root.descendants());
    }

    private String kind(ProcessHandle process) throws IOException {
        if (process.equals(root)) {
            return "services";
        }
        Path commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        String command = Files.exists(commandLine) ? Files.readString(commandLine) : "";
        if (command.contains("postgres")) {
            return "postgres";
        }
        return command.toLowerCase(Locale.ROOT).contains("kafka") ? "kafka" : "parsers";
    }
}
