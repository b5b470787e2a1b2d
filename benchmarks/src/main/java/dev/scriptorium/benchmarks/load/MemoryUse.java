package dev.scriptorium.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process holds, in bytes. {@code resident} is what the operating system counts, native memory included. */
record MemoryUse(long heap, long direct, long mapped, long resident) {

    static MemoryUse now() {
        Runtime runtime = Runtime.getRuntime();
        return new MemoryUse(
                runtime.totalMemory() - runtime.freeMemory(), buffers("direct"), buffers("mapped"), residentBytes());
    }

    private static long buffers(String pool) {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(bean -> bean.getName().equals(pool))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static long residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return (heap >> 20) + " " + (direct >> 20) + " " + (mapped >> 20) + " " + (resident >> 20);
    }
}
