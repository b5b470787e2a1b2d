package dev.scriptorium.engine.onnx;

import ai.onnxruntime.OrtSession;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Field;

/**
 * What ONNX Runtime's C interface has and its Java binding has not: tensors in the memory of a device, and runs that are
 * bound to tensors once. Safe for many threads.
 *
 * <p>Functions are known by their place in {@code OrtApi}, which never changes once it is released.
 *
 * @see <a href="https://github.com/microsoft/onnxruntime/blob/main/include/onnxruntime/core/session/onnxruntime_c_api.h">the
 *     interface</a>
 */
final class OrtApi {

    private static final int CPU_ALLOCATOR = 0;
    private static final int DEFAULT_MEMORY = 0;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemorySegment FUNCTIONS = functions();
    private static final MemoryLayout POINTER = ValueLayout.ADDRESS;

    private static final MethodHandle CREATE_STATUS =
            function(0, FunctionDescriptor.of(POINTER, ValueLayout.JAVA_INT, POINTER));
    private static final MethodHandle ERROR_MESSAGE = function(2, FunctionDescriptor.of(POINTER, POINTER));
    private static final MethodHandle CREATE_ENVIRONMENT = status(3, ValueLayout.JAVA_INT, POINTER, POINTER);
    private static final MethodHandle CREATE_DOMAIN = status(26, POINTER, POINTER);
    private static final MethodHandle ADD_OPERATOR = status(27, POINTER, POINTER);
    private static final MethodHandle ADD_DOMAIN = status(28, POINTER, POINTER);
    private static final MethodHandle CREATE_TENSOR = status(
            49, POINTER, POINTER, ValueLayout.JAVA_LONG, POINTER, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, POINTER);
    private static final MethodHandle TENSOR_DATA = status(51, POINTER, POINTER);
    private static final MethodHandle DIMENSION_COUNT = status(61, POINTER, POINTER);
    private static final MethodHandle DIMENSIONS = status(62, POINTER, POINTER, ValueLayout.JAVA_LONG);
    private static final MethodHandle TENSOR_SHAPE = status(65, POINTER, POINTER);
    private static final MethodHandle CREATE_MEMORY_INFO =
            status(68, POINTER, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, POINTER);
    private static final MethodHandle ALLOCATE = status(75, POINTER, ValueLayout.JAVA_LONG, POINTER);
    private static final MethodHandle FREE = status(76, POINTER, POINTER);
    private static final MethodHandle INPUT = status(90, POINTER, ValueLayout.JAVA_LONG, POINTER);
    private static final MethodHandle OUTPUT =
            status(91, POINTER, ValueLayout.JAVA_LONG, POINTER, ValueLayout.JAVA_LONG, POINTER);
    private static final MethodHandle RELEASE_STATUS = release(93);
    private static final MethodHandle RELEASE_MEMORY_INFO = release(94);
    private static final MethodHandle RELEASE_VALUE = release(96);
    private static final MethodHandle RELEASE_SHAPE = release(99);
    private static final MethodHandle RELEASE_DOMAIN = release(101);
    private static final MethodHandle CREATE_ALLOCATOR = status(131, POINTER, POINTER, POINTER);
    private static final MethodHandle RELEASE_ALLOCATOR = release(132);
    private static final MethodHandle RUN_WITH_BINDING = status(133, POINTER, POINTER, POINTER);
    private static final MethodHandle CREATE_BINDING = status(134, POINTER, POINTER);
    private static final MethodHandle RELEASE_BINDING = release(135);
    private static final MethodHandle BIND_INPUT = status(136, POINTER, POINTER, POINTER);
    private static final MethodHandle BIND_OUTPUT = status(137, POINTER, POINTER, POINTER);

    private static final int LOG_ERRORS = 3;

    private OrtApi() {}

    /**
     * Takes a reference to the environment of this process, which is never given back. ONNX Runtime's Java binding gives its own
     * back in a shutdown hook, which runs beside those that stop the workers; a call that is inside a model, or that loads one,
     * would then end the process with a segmentation fault.
     */
    static void keepEnvironment() {
        try (Arena arena = Arena.ofConfined()) {
            created(arena, result -> (MemorySegment)
                    CREATE_ENVIRONMENT.invokeExact(LOG_ERRORS, arena.allocateFrom("scriptorium"), result));
        }
    }

    /** The session behind a Java object; it lives as long as that. */
    static MemorySegment session(OrtSession session) {
        return MemorySegment.ofAddress(handle(OrtSession.class, "nativeHandle", session));
    }

    /** The options behind a Java object; they live as long as that. */
    static MemorySegment options(OrtSession.SessionOptions options) {
        return MemorySegment.ofAddress(handle(OrtSession.SessionOptions.class, "nativeHandle", options));
    }

    /** A failure with a message, for ONNX Runtime to release. */
    static MemorySegment createStatus(int code, String message) {
        try (Arena arena = Arena.ofConfined()) {
            return (MemorySegment) CREATE_STATUS.invokeExact(code, arena.allocateFrom(message));
        } catch (Throwable e) {
            throw unusable(e);
        }
    }

    /** A set of operators of our own; the caller releases it. */
    static MemorySegment createDomain(MemorySegment name) {
        try (Arena arena = Arena.ofConfined()) {
            return created(arena, result -> (MemorySegment) CREATE_DOMAIN.invokeExact(name, result));
        }
    }

    static void releaseDomain(MemorySegment domain) {
        release(RELEASE_DOMAIN, domain);
    }

    static void addOperator(MemorySegment domain, MemorySegment operator) {
        check(() -> (MemorySegment) ADD_OPERATOR.invokeExact(domain, operator));
    }

    static void addDomain(MemorySegment options, MemorySegment domain) {
        check(() -> (MemorySegment) ADD_DOMAIN.invokeExact(options, domain));
    }

    /** An input of an operator of ours that is computed. */
    static MemorySegment input(MemorySegment context, long place) {
        try (Arena arena = Arena.ofConfined()) {
            return created(arena, result -> (MemorySegment) INPUT.invokeExact(context, place, result));
        }
    }

    /** An output of an operator of ours that is computed. */
    static MemorySegment output(MemorySegment context, long place, long... shape) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sizes = arena.allocateFrom(ValueLayout.JAVA_LONG, shape);
            return created(arena, result ->
                    (MemorySegment) OUTPUT.invokeExact(context, place, sizes, (long) shape.length, result));
        }
    }

    static long[] shape(MemorySegment tensor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment shape = created(arena, result -> (MemorySegment) TENSOR_SHAPE.invokeExact(tensor, result));
            MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
            check(() -> (MemorySegment) DIMENSION_COUNT.invokeExact(shape, count));
            long dimensions = count.get(ValueLayout.JAVA_LONG, 0);
            MemorySegment sizes = arena.allocate(ValueLayout.JAVA_LONG, dimensions);
            check(() -> (MemorySegment) DIMENSIONS.invokeExact(shape, sizes, dimensions));
            release(RELEASE_SHAPE, shape);
            return sizes.toArray(ValueLayout.JAVA_LONG);
        }
    }

    static MemorySegment data(MemorySegment tensor, long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            return created(arena, result -> (MemorySegment) TENSOR_DATA.invokeExact(tensor, result))
                    .reinterpret(bytes);
        }
    }

    /** Describes the memory of a device, such as {@code Cpu} or {@code Cuda}; the caller releases it. */
    static MemorySegment createMemoryInfo(String device) {
        try (Arena arena = Arena.ofConfined()) {
            return created(arena, result -> (MemorySegment) CREATE_MEMORY_INFO.invokeExact(
                    arena.allocateFrom(device), CPU_ALLOCATOR, 0, DEFAULT_MEMORY, result));
        }
    }

    static void releaseMemoryInfo(MemorySegment info) {
        release(RELEASE_MEMORY_INFO, info);
    }

    /** A tensor over memory that stays the caller's; the caller releases it. */
    static MemorySegment createTensor(
            MemorySegment info, MemorySegment memory, long bytes, ElementKind kind, long... shape) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sizes = arena.allocateFrom(ValueLayout.JAVA_LONG, shape);
            return created(arena, result -> (MemorySegment)
                    CREATE_TENSOR.invokeExact(info, memory, bytes, sizes, (long) shape.length, kind.number(), result));
        }
    }

    static void releaseTensor(MemorySegment tensor) {
        release(RELEASE_VALUE, tensor);
    }

    /** Gives memory of the kind that {@code info} describes, as a session has it; the caller releases it. */
    static MemorySegment createAllocator(MemorySegment session, MemorySegment info) {
        try (Arena arena = Arena.ofConfined()) {
            return created(arena, result -> (MemorySegment) CREATE_ALLOCATOR.invokeExact(session, info, result));
        }
    }

    static void releaseAllocator(MemorySegment allocator) {
        release(RELEASE_ALLOCATOR, allocator);
    }

    static MemorySegment allocate(MemorySegment allocator, long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            return created(arena, result -> (MemorySegment) ALLOCATE.invokeExact(allocator, bytes, result));
        }
    }

    static void free(MemorySegment allocator, MemorySegment memory) {
        check(() -> (MemorySegment) FREE.invokeExact(allocator, memory));
    }

    /** What a session's runs read and write; the caller releases it. */
    static MemorySegment createBinding(MemorySegment session) {
        try (Arena arena = Arena.ofConfined()) {
            return created(arena, result -> (MemorySegment) CREATE_BINDING.invokeExact(session, result));
        }
    }

    static void releaseBinding(MemorySegment binding) {
        release(RELEASE_BINDING, binding);
    }

    /** Where a graph wants the input in the memory of a device, what the tensor holds now is copied there. */
    static void bindInput(MemorySegment binding, MemorySegment name, MemorySegment tensor) {
        check(() -> (MemorySegment) BIND_INPUT.invokeExact(binding, name, tensor));
    }

    static void bindOutput(MemorySegment binding, MemorySegment name, MemorySegment tensor) {
        check(() -> (MemorySegment) BIND_OUTPUT.invokeExact(binding, name, tensor));
    }

    static void run(MemorySegment session, MemorySegment binding) {
        check(() -> (MemorySegment) RUN_WITH_BINDING.invokeExact(session, MemorySegment.NULL, binding));
    }

    private interface Call {
        MemorySegment status() throws Throwable;
    }

    private interface Creation {
        MemorySegment status(MemorySegment result) throws Throwable;
    }

    private static MemorySegment created(SegmentAllocator memory, Creation creation) {
        MemorySegment result = memory.allocate(POINTER);
        check(() -> creation.status(result));
        return result.get(ValueLayout.ADDRESS, 0);
    }

    private static void check(Call call) {
        MemorySegment status;
        try {
            status = call.status();
            if (status.equals(MemorySegment.NULL)) {
                return;
            }
            MemorySegment message = (MemorySegment) ERROR_MESSAGE.invokeExact(status);
            String reason = message.reinterpret(Long.MAX_VALUE).getString(0);
            release(RELEASE_STATUS, status);
            throw failed(reason);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw unusable(e);
        }
    }

    /** Memory that does not suffice is known by its message only: that of an arena, and that of CUDA. */
    private static FailureException failed(String reason) {
        if (reason.contains("Failed to allocate memory") || reason.contains("out of memory")) {
            throw new OutOfMemoryError("ONNX Runtime: " + reason);
        }
        return new FailureException(FailureCode.INTERNAL, "ONNX Runtime failed: " + reason);
    }

    private static void release(MethodHandle function, MemorySegment released) {
        try {
            function.invokeExact(released);
        } catch (Throwable e) {
            throw unusable(e);
        }
    }

    private static MethodHandle status(int place, MemoryLayout... arguments) {
        return function(place, FunctionDescriptor.of(POINTER, arguments));
    }

    private static MethodHandle release(int place) {
        return function(place, FunctionDescriptor.ofVoid(POINTER));
    }

    private static MethodHandle function(int place, FunctionDescriptor type) {
        return LINKER.downcallHandle(FUNCTIONS.getAtIndex(ValueLayout.ADDRESS, place), type);
    }

    private static MemorySegment functions() {
        OnnxLibrary.load();
        try {
            Class<?> binding = Class.forName("ai.onnxruntime.OnnxRuntime");
            return MemorySegment.ofAddress(handle(binding, "ortApiHandle", null))
                    .reinterpret(Long.MAX_VALUE);
        } catch (ClassNotFoundException e) {
            throw unusable(e);
        }
    }

    private static long handle(Class<?> type, String field, Object holder) {
        try {
            Field found = type.getDeclaredField(field);
            found.setAccessible(true);
            return found.getLong(holder);
        } catch (ReflectiveOperationException e) {
            throw unusable(e);
        }
    }

    private static FailureException unusable(Throwable cause) {
        return new FailureException(
                FailureCode.INTERNAL,
                "ONNX Runtime's C interface is not as this version of the engine knows it",
                cause);
    }
}
