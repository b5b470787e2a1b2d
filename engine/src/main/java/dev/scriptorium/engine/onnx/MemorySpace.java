package dev.scriptorium.engine.onnx;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Memory that tensors lie in: the host's, or that of a device. Safe for many threads. */
public abstract sealed class MemorySpace implements AutoCloseable {

    /** Memory that Java reads and writes, too. Never closed. */
    public static final MemorySpace HOST = new Host();

    private final MemorySegment info;

    private MemorySpace(String device) {
        this.info = OrtApi.createMemoryInfo(device);
    }

    MemorySegment info() {
        return info;
    }

    /** Memory that holds anything: numbers, or what is none. */
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

    private static final class Host extends MemorySpace {

        /** A cache line, and the widest vector. */
        private static final long ALIGNMENT = 64;

        /** Of the C library, because an arena writes zeros first: to all of it, where a decoder may need a part. */
        private static final MethodHandle TAKE =
                function("malloc", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));

        private static final MethodHandle GIVE = function("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

        Host() {
            super("Cpu");
        }

        @Override
        Block allocate(long bytes) {
            long size = Math.addExact(bytes, ALIGNMENT);
            MemorySegment all = taken(size);
            if (all.equals(MemorySegment.NULL)) {
                throw new OutOfMemoryError("no " + bytes + " bytes of memory for a tensor");
            }
            long padding = -all.address() & (ALIGNMENT - 1);
            return new Block(all.reinterpret(size).asSlice(padding, bytes), () -> given(all));
        }

        private static MethodHandle function(String name, FunctionDescriptor type) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
        }

        private static MemorySegment taken(long bytes) {
            try {
                return (MemorySegment) TAKE.invokeExact(bytes);
            } catch (Throwable e) {
                throw unusable(e);
            }
        }

        private static void given(MemorySegment memory) {
            try {
                GIVE.invokeExact(memory);
            } catch (Throwable e) {
                throw unusable(e);
            }
        }

        private static IllegalStateException unusable(Throwable cause) {
            return new IllegalStateException("the C library cannot be called", cause);
        }

        @Override
        public void close() {}
    }

    /** The memory of the device that a session runs on; it lives no longer than the session. */
    static final class Device extends MemorySpace {

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
