package dev.scriptorium.inference.engine.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Room for one row, used again and again; freed when the thread is. For one thread. */
final class Scratch {

    /** A cache line, and the widest vector. */
    private static final long ALIGNMENT = 64;

    private MemorySegment memory = MemorySegment.NULL;

    /** The address of room for at least this many numbers. */
    long of(int numbers) {
        long bytes = (long) numbers * Float.BYTES;
        if (memory.byteSize() < bytes) {
            memory = Arena.ofAuto().allocate(bytes, ALIGNMENT);
        }
        return memory.address();
    }
}
