package dev.scriptorium.engine.onnx;

import java.lang.foreign.MemorySegment;

/** A tensor over a {@link TensorMemory}, to be read or written by runs of a {@link IoBinding}. */
public final class BoundTensor {

    private final MemorySegment value;
    private final boolean onHost;

    BoundTensor(MemorySegment value, boolean onHost) {
        this.value = value;
        this.onHost = onHost;
    }

    MemorySegment value() {
        return value;
    }

    boolean isOnHost() {
        return onHost;
    }
}
