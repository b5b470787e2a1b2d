package dev.scriptorium.engine.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Room for one row that each thread uses again and again, for one kernel at a time; freed when the thread is. */
final class Scratch {

    /** A cache line, and the widest vector. */
    private static final long ALIGNMENT = 64;

    private static final ThreadLocal<MemorySegment> MEMORY = ThreadLocal.withInitial(() -> MemorySegment.NULL);

    private Scratch() {}

    /** The address of capacity for at least this many elements, valid until this thread asks for more. */
    static long of(int elements) {
        long bytes = (long) elements * Float.BYTES;
        if (MEMORY.get().byteSize() < bytes) {
            MEMORY.set(Arena.ofAuto().allocate(bytes, ALIGNMENT));
        }
        return MEMORY.get().address();
    }
}
