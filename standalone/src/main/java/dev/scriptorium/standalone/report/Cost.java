package dev.scriptorium.standalone.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What an instance cost since its JVM started.
 *
 * @param cpu of this process and all those it started, those that ended included where the system tells (Linux)
 */
public record Cost(Duration wall, Duration cpu) {
    private static final int USER_TIME_OF_CHILDREN = 14;
    private static final long TICKS_PER_SECOND = 100;
    private static volatile Duration inherited = Duration.ZERO;

    /** Leaves out what this process waited for before it became a JVM, such as the start script's build. To be called first of all. */
    public static void begin() {
        inherited = ofEndedChildren(ProcessHandle.current());
    }

    public static Cost sinceStart() {
        ProcessHandle self = ProcessHandle.current();
        Duration running = Stream.concat(Stream.of(self), self.descendants())
                .map(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).plus(ofEndedChildren(process)))
                .reduce(Duration.ZERO, Duration::plus);
        return new Cost(Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()), running.minus(inherited));
    }

    @Override
    public String toString() {
        return "%.1f s, %.1f CPU-seconds over all processes".formatted(wall.toMillis() / 1e3, cpu.toMillis() / 1e3);
    }

    private static Duration ofEndedChildren(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')')).split(" ");
            // proc(5): fields 16 and 17; this array begins at field 2
            long ticks =
                    Long.parseLong(fields[USER_TIME_OF_CHILDREN]) + Long.parseLong(fields[USER_TIME_OF_CHILDREN + 1]);
            return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
        } catch (IOException notLinux) {
            return Duration.ZERO;
        }
    }
}
