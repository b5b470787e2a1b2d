package dev.scriptorium.engine.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * While one is open, this thread takes numbers below 1.2e-38 for zero. Such subnormal numbers cost an Intel processor over a
 * hundred cycles each, and a softmax is full of them: a sharp attention, a masked key or a token off a shortlist is one.
 *
 * <p>ONNX Runtime's own setting reaches its threads, not the one that calls it. What Java computes must not change, so the
 * thread has its old mode again when this is closed. Does nothing except on Linux on x86-64: elsewhere subnormal numbers are
 * cheap or the C library has another layout.
 */
final class FlushToZero implements AutoCloseable {

    /** Of {@code fenv_t}, alike in glibc and musl: the state of the x87 unit, then MXCSR. */
    private static final long ENVIRONMENT_BYTES = 32;

    private static final long MXCSR = 28;

    /** "Flush to zero" for results and "denormals are zero" for operands. */
    private static final int BOTH = 1 << 15 | 1 << 6;

    private static final @Nullable Calls CALLS = Calls.find();

    private record Calls(MethodHandle get, MethodHandle set) {

        static @Nullable Calls find() {
            String processor = System.getProperty("os.arch");
            if (!processor.equals("amd64") || !System.getProperty("os.name").equals("Linux")) {
                return null;
            }
            Linker linker = Linker.nativeLinker();
            SymbolLookup library = linker.defaultLookup();
            FunctionDescriptor type = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
            return new Calls(
                    linker.downcallHandle(library.findOrThrow("fegetenv"), type),
                    linker.downcallHandle(library.findOrThrow("fesetenv"), type));
        }
    }

    private final @Nullable Arena arena;
    private final MemorySegment environment;
    private final int before;

    private FlushToZero(@Nullable Arena arena, MemorySegment environment, int before) {
        this.arena = arena;
        this.environment = environment;
        this.before = before;
    }

    /** Begins on this thread, which is the one to close the result. */
    static FlushToZero begin() {
        if (CALLS == null) {
            return new FlushToZero(null, MemorySegment.NULL, 0);
        }
        Arena arena = Arena.ofConfined();
        MemorySegment environment = arena.allocate(ENVIRONMENT_BYTES, Long.BYTES);
        call(CALLS.get(), environment);
        int before = environment.get(ValueLayout.JAVA_INT, MXCSR);
        set(CALLS, environment, before | BOTH);
        return new FlushToZero(arena, environment, before);
    }

    @Override
    public void close() {
        if (CALLS != null && arena != null) {
            set(CALLS, environment, before);
            arena.close();
        }
    }

    private static void set(Calls calls, MemorySegment environment, int mode) {
        environment.set(ValueLayout.JAVA_INT, MXCSR, mode);
        call(calls.set(), environment);
    }

    private static void call(MethodHandle function, MemorySegment environment) {
        int status;
        try {
            status = (int) function.invokeExact(environment);
        } catch (Throwable e) {
            throw new IllegalStateException("the C library cannot be called", e);
        }
        if (status != 0) {
            throw new IllegalStateException("the floating-point environment cannot be read or set");
        }
    }
}
