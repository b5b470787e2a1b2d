package dev.scriptorium.engine.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The kernels of one session, as ONNX Runtime knows them: an {@code OrtCustomOp} for each, whose functions are Java methods.
 * Closed after its session.
 */
final class KernelLibrary implements AutoCloseable {

    /** The domain of our operators in graphs. */
    static final String DOMAIN = "dev.scriptorium";

    /** The first version of the interface whose operators may fail with a message. */
    private static final int VERSION = 16;

    private static final int FAILED = 1;

    private static final ValueLayout.OfLong SIZE = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt NUMBER = ValueLayout.JAVA_INT;
    private static final MemoryLayout POINTER = ValueLayout.ADDRESS;

    /** By the address of their {@code OrtCustomOp}. */
    private static final Map<Long, Operator> OPERATORS = new ConcurrentHashMap<>();

    private record Operator(Kernel kernel, MemorySegment name) {}

    /** In the order of the structure; {@code null} where operators of {@link #VERSION} need none. */
    private static final @Nullable MemorySegment[] FUNCTIONS = {
        null,
        function("name", POINTER, POINTER),
        function("provider", POINTER, POINTER),
        function("inputKind", NUMBER, POINTER, SIZE),
        function("inputCount", SIZE, POINTER),
        function("outputKind", NUMBER, POINTER, SIZE),
        function("outputCount", SIZE, POINTER),
        null,
        function("destroy", null, POINTER),
        function("usual", NUMBER, POINTER, SIZE),
        function("usual", NUMBER, POINTER, SIZE),
        function("usual", NUMBER, POINTER, SIZE),
        null,
        null,
        null,
        null,
        function("create", POINTER, POINTER, POINTER, POINTER, POINTER),
        function("compute", POINTER, POINTER, POINTER),
    };

    private final Arena arena = Arena.ofShared();
    private final Map<Long, Operator> operators = new ConcurrentHashMap<>();
    private final MemorySegment domain;

    KernelLibrary(Collection<Kernel> kernels) {
        this.domain = OrtApi.createDomain(arena.allocateFrom(DOMAIN));
        for (Kernel kernel : kernels) {
            MemorySegment structure = arena.allocate((1L + FUNCTIONS.length) * POINTER.byteSize(), POINTER.byteSize());
            structure.set(NUMBER, 0, VERSION);
            for (int i = 0; i < FUNCTIONS.length; i++) {
                if (FUNCTIONS[i] != null) {
                    structure.setAtIndex(ValueLayout.ADDRESS, 1L + i, FUNCTIONS[i]);
                }
            }
            operators.put(structure.address(), new Operator(kernel, arena.allocateFrom(kernel.name())));
            OPERATORS.putAll(operators);
            OrtApi.addOperator(domain, structure);
        }
    }

    /** Makes the kernels known to the session that is opened with these options. */
    void addTo(MemorySegment options) {
        OrtApi.addDomain(options, domain);
    }

    @Override
    public void close() {
        OrtApi.releaseDomain(domain);
        OPERATORS.keySet().removeAll(operators.keySet());
        arena.close();
    }

    private static Operator operator(MemorySegment structure) {
        return Objects.requireNonNull(OPERATORS.get(structure.address()));
    }

    private static MemorySegment name(MemorySegment operator) {
        return operator(operator).name();
    }

    /** The processor. */
    private static MemorySegment provider(MemorySegment operator) {
        return MemorySegment.NULL;
    }

    private static int inputKind(MemorySegment operator, long place) {
        return operator(operator).kernel().inputs().get((int) place).number();
    }

    private static long inputCount(MemorySegment operator) {
        return operator(operator).kernel().inputs().size();
    }

    private static int outputKind(MemorySegment operator, long place) {
        return operator(operator).kernel().outputs().get((int) place).number();
    }

    private static long outputCount(MemorySegment operator) {
        return operator(operator).kernel().outputs().size();
    }

    /** Every input and output is there, and in the processor's memory. */
    private static int usual(MemorySegment operator, long place) {
        return 0;
    }

    /** Kernels have no state, so that the operator stands for each place in the graph where it is. */
    private static MemorySegment create(
            MemorySegment operator, MemorySegment api, MemorySegment info, MemorySegment created) {
        created.reinterpret(POINTER.byteSize()).set(ValueLayout.ADDRESS, 0, operator);
        return MemorySegment.NULL;
    }

    private static void destroy(MemorySegment operator) {}

    /** What Java throws would end the process if it reached ONNX Runtime. */
    private static MemorySegment compute(MemorySegment operator, MemorySegment context) {
        Kernel kernel = operator(operator).kernel();
        try {
            kernel.compute(new KernelCall(kernel, context));
            return MemorySegment.NULL;
        } catch (Throwable e) {
            return OrtApi.createStatus(FAILED, kernel.name() + ": " + e);
        }
    }

    private static MemorySegment function(String method, @Nullable MemoryLayout result, MemoryLayout... arguments) {
        FunctionDescriptor type =
                result == null ? FunctionDescriptor.ofVoid(arguments) : FunctionDescriptor.of(result, arguments);
        MethodType javaType = type.toMethodType();
        try {
            MethodHandle found = MethodHandles.lookup().findStatic(KernelLibrary.class, method, javaType);
            return Linker.nativeLinker().upcallStub(found, type, Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no method " + method + " of type " + javaType, e);
        }
    }
}
