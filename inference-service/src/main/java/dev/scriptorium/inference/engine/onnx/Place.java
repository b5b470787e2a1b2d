package dev.scriptorium.inference.engine.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Memory that tensors lie in: the host's, or that of a device. Safe for many threads. */
public abstract sealed class Place implements AutoCloseable {

    /** Memory that Java reads and writes, too. Never closed. */
    public static final Place HOST = new Host();

    private final MemorySegment info;

    private Place(String device) {
        this.info = OrtApi.createMemoryInfo(device);
    }

    MemorySegment info() {
        return info;
    }

    abstract Block allocate(long bytes);

    /**
     * A piece of memory.
     *
     * @param memory of no size where Java cannot read it
     */
    record Block(MemorySegment memory, Runnable free) {}

    /** All memory that was taken from it has been given back. */
    @Override
    public abstract void close();

    private static final class Host extends Place {

        /** A cache line, and the widest vector. */
        private static final long ALIGNMENT = 64;

        Host() {
            super("Cpu");
        }

        @Override
        Block allocate(long bytes) {
            Arena arena = Arena.ofShared();
            return new Block(arena.allocate(bytes, ALIGNMENT), arena::close);
        }

        @Override
        public void close() {}
    }

    /** The memory of the device that a session runs on; it lives no longer than the session. */
    static final class Device extends Place {

        private final MemorySegment allocator;

        Device(String device, MemorySegment session) {
            super(device);
            this.allocator = OrtApi.createAllocator(session, info());
        }

        @Override
        Block allocate(long bytes) {
            MemorySegment memory = OrtApi.allocate(allocator, bytes);
            return new Block(memory, () -> OrtApi.free(allocator, memory));
        }

        @Override
        public void close() {
            OrtApi.releaseAllocator(allocator);
            OrtApi.releaseMemoryInfo(info());
        }
    }
}
