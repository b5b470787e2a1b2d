package dev.scriptorium.engine.onnx;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Memory outside the heap that a graph reads and writes in place, run after run. A tensor over its first elements is made
 * anew only where its shape changes. Not for two threads at once.
 */
public final class TensorMemory implements AutoCloseable {

    private final ElementKind kind;
    private final MemorySpace place;
    private MemorySpace.Block block;
    private long bytes;
    private @Nullable BoundTensor tensor;
    private long[] shape = {};

    /** Memory of the host. */
    public TensorMemory(ElementKind kind) {
        this(kind, MemorySpace.HOST);
    }

    public TensorMemory(ElementKind kind, MemorySpace place) {
        this.kind = kind;
        this.place = place;
        this.bytes = kind.bytes();
        this.block = place.allocate(bytes);
    }

    /**
     * The memory, of at least this many elements; where it had fewer it is replaced by memory that holds anything,
     * and its tensor ends. On a device Java cannot read it.
     */
    public MemorySegment reserve(long elements) {
        long wanted = Math.multiplyExact(elements, kind.bytes());
        if (wanted > bytes) {
            MemorySpace.Block larger = place.allocate(wanted);
            close();
            block = larger;
            bytes = wanted;
        }
        return block.memory();
    }

    public MemorySegment segment() {
        return block.memory();
    }

    /** A tensor over the first elements, which are reserved; it is valid until one of another shape is asked for. */
    public BoundTensor tensor(long... wanted) {
        BoundTensor current = tensor;
        if (current != null && Arrays.equals(shape, wanted)) {
            return current;
        }
        release();
        long elements = Arrays.stream(wanted).reduce(1, Math::multiplyExact);
        if (elements * kind.bytes() > bytes) {
            throw new IllegalArgumentException(
                    "a tensor of " + elements + " elements in memory of " + bytes / kind.bytes());
        }
        BoundTensor made = new BoundTensor(
                OrtApi.createTensor(place.info(), block.memory(), elements * kind.bytes(), kind, wanted),
                place == MemorySpace.HOST);
        tensor = made;
        shape = wanted.clone();
        return made;
    }

    private void release() {
        if (tensor != null) {
            OrtApi.releaseTensor(tensor.value());
            tensor = null;
        }
    }

    @Override
    public void close() {
        release();
        block.free().run();
    }
}
