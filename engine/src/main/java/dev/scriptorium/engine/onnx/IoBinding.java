package dev.scriptorium.engine.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs of a graph that read and write the memory of tensors. A tensor is bound again only if it is another one
 * than in the run before. For one thread; closed before its session.
 */
public final class IoBinding implements AutoCloseable {

    private final MemorySegment session;
    private final boolean onHost;
    private final MemorySegment binding;
    private final Arena arena = Arena.ofShared();
    private final Map<String, MemorySegment> names = new HashMap<>();
    private final Map<String, BoundTensor> bound = new HashMap<>();

    /** @param onHost whether the graph runs where Java does */
    IoBinding(MemorySegment session, boolean onHost) {
        this.session = session;
        this.onHost = onHost;
        this.binding = OrtApi.createBinding(session);
    }

    private interface Bind {
        void bind(MemorySegment binding, MemorySegment name, MemorySegment tensor);
    }

    /** Runs the graph so that it writes its outputs into the memory of the given tensors, and nothing else. */
    public void run(Map<String, BoundTensor> inputs, Map<String, BoundTensor> outputs) {
        inputs.forEach((name, tensor) -> {
            if (tensor.isOnHost() && !onHost) {
                // The device gets a copy of what is there when it is bound.
                bound.remove(name);
            }
            bind(name, tensor, OrtApi::bindInput);
        });
        outputs.forEach((name, tensor) -> bind(name, tensor, OrtApi::bindOutput));
        try (FlushToZero unused = FlushToZero.begin()) {
            OrtApi.run(session, binding);
        }
    }

    private void bind(String name, BoundTensor tensor, Bind bind) {
        if (bound.get(name) != tensor) {
            bind.bind(binding, names.computeIfAbsent(name, arena::allocateFrom), tensor.value());
            bound.put(name, tensor);
        }
    }

    @Override
    public void close() {
        OrtApi.releaseBinding(binding);
        arena.close();
    }
}
