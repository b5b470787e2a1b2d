package dev.scriptorium.ingest.http;

import jakarta.inject.Singleton;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Opens the bodies of requests, each with its limits and a reservation of the memory that reading it takes. Thread-safe. */
@Singleton
public final class RequestBodies {

    /** Bytes of memory for a byte of JSON: two for a character, and as many for a buffer that grows. */
    private static final int MEMORY_FOR_BYTE = 4;

    private final BodyLimits limits;
    private final BodyMemory memory;

    public RequestBodies(BodyLimits limits, BodyMemory memory) {
        this.limits = limits;
        this.memory = memory;
    }

    /**
     * Opens a body. To be closed in any case.
     *
     * @param announced its Content-Length; null without one
     * @param held at most so many of its bytes are in memory at the same time
     */
    public Body open(InputStream body, String path, @Nullable String announced, long held) {
        long size = announced == null ? limits.of(path).toBytes() : Long.parseLong(announced);
        return new Body(limits.guard(body, path), memory.reserve(Math.min(size, held) * MEMORY_FOR_BYTE));
    }

    /** Memory for a part of a body that takes more than was reserved for the body. To be closed in any case. */
    public BodyMemory.Reserved reserve(long held) {
        return memory.reserve(held * MEMORY_FOR_BYTE);
    }

    /** A body that is being read. */
    public record Body(InputStream stream, BodyMemory.Reserved reserved) implements AutoCloseable {
        @Override
        public void close() {
            reserved.close();
        }
    }
}
