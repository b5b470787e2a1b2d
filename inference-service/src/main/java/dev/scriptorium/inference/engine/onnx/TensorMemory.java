package dev.scriptorium.inference.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Memory outside the heap that a graph reads and writes in place, run after run. A tensor over its first elements is made
 * anew only where its shape changes. Not for two threads at once.
 */
public final class TensorMemory implements AutoCloseable {

    /** A cache line, and the widest vector. */
    private static final long ALIGNMENT = 64;

    private final ElementKind kind;
    private Arena arena = Arena.ofShared();
    private MemorySegment segment;
    private @Nullable OnnxTensor tensor;
    private long[] shape = {};

    public TensorMemory(ElementKind kind) {
        this.kind = kind;
        this.segment = allocate(1);
    }

    private MemorySegment allocate(long elements) {
        return arena.allocate(Math.multiplyExact(elements, kind.bytes()), ALIGNMENT);
    }

    /** The memory, of at least this many elements; where it had fewer it is replaced by zeros, and its tensor ends. */
    public MemorySegment reserve(long elements) {
        if (elements * kind.bytes() > segment.byteSize()) {
            close();
            arena = Arena.ofShared();
            segment = allocate(elements);
        }
        return segment;
    }

    public MemorySegment segment() {
        return segment;
    }

    /** A tensor over the first elements, which are reserved; it is valid until one of another shape is asked for. */
    public OnnxTensor tensor(long... wanted) {
        OnnxTensor current = tensor;
        if (current != null && Arrays.equals(shape, wanted)) {
            return current;
        }
        if (current != null) {
            current.close();
        }
        long elements = Arrays.stream(wanted).reduce(1, Math::multiplyExact);
        ByteBuffer bytes =
                segment.asSlice(0, elements * kind.bytes()).asByteBuffer().order(ByteOrder.nativeOrder());
        OnnxTensor made = make(bytes, wanted);
        tensor = made;
        shape = wanted.clone();
        return made;
    }

    private OnnxTensor make(ByteBuffer bytes, long[] wanted) {
        var environment = OnnxRuntime.environment();
        try {
            return switch (kind) {
                case FLOAT -> OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), wanted);
                case INT32 -> OnnxTensor.createTensor(environment, bytes.asIntBuffer(), wanted);
                case INT64 -> OnnxTensor.createTensor(environment, bytes.asLongBuffer(), wanted);
                case INT8, UINT8 -> OnnxTensor.createTensor(environment, bytes, wanted, kind.javaType());
            };
        } catch (OrtException e) {
            throw new IllegalArgumentException("not a tensor", e);
        }
    }

    @Override
    public void close() {
        if (tensor != null) {
            tensor.close();
            tensor = null;
        }
        arena.close();
    }
}
