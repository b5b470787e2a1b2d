package dev.scriptorium.ingest.http;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import java.util.concurrent.Semaphore;

/**
 * The memory that requests may hold while their bodies are read, counted in KiB. Thread-safe. A request that finds none
 * left fails with {@code OVERLOADED} and can be sent again; it never waits.
 */
public final class BodyMemory {

    private static final int SHARE_OF_HEAP = 4;

    private final int all;
    private final Semaphore free;

    /** A quarter of the heap. */
    public static DataSize ofThisProcess() {
        return new DataSize(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    public BodyMemory(DataSize size) {
        this(size.toBytes());
    }

    BodyMemory(long bytes) {
        this.all = kibibytes(bytes);
        this.free = new Semaphore(all);
    }

    /** Reserves memory until the reservation is closed. One that is larger than all there is takes all. */
    public Reserved reserve(long bytes) {
        int wanted = Math.min(all, kibibytes(bytes));
        if (!free.tryAcquire(wanted)) {
            throw new FailureException(
                    FailureCode.OVERLOADED, "Too many large requests are being read; try again later.");
        }
        return () -> free.release(wanted);
    }

    private static int kibibytes(long bytes) {
        return Math.toIntExact(Math.clamp((bytes + 1023) / 1024, 1, Integer.MAX_VALUE));
    }

    /** Memory that a request holds. */
    @FunctionalInterface
    public interface Reserved extends AutoCloseable {
        @Override
        void close();
    }
}
