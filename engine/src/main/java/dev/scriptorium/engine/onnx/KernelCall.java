package dev.scriptorium.engine.onnx;

import java.lang.foreign.MemorySegment;

/** One call of a {@link Kernel}: the tensors that it reads and writes, which are gone when it returns. */
public final class KernelCall {

    private final Kernel kernel;
    private final MemorySegment context;

    KernelCall(Kernel kernel, MemorySegment context) {
        this.kernel = kernel;
        this.context = context;
    }

    /**
     * A tensor that is read. The memory behind an input of the whole graph may be written, too, where its owner knows of it.
     *
     * @param data row by row
     */
    public record Input(MemorySegment data, long[] shape) {

        public long address() {
            return data.address();
        }

        public int size(int dimension) {
            return Math.toIntExact(shape[dimension]);
        }
    }

    public Input input(int place) {
        MemorySegment tensor = OrtApi.input(context, place);
        long[] shape = OrtApi.shape(tensor);
        return new Input(OrtApi.data(tensor, bytes(kernel.inputs().get(place), shape)), shape);
    }

    /** The memory of an output of this shape, to be filled. */
    public MemorySegment output(int place, long... shape) {
        return OrtApi.data(
                OrtApi.output(context, place, shape), bytes(kernel.outputs().get(place), shape));
    }

    private static long bytes(ElementKind kind, long[] shape) {
        long elements = 1;
        for (long size : shape) {
            elements = Math.multiplyExact(elements, size);
        }
        return elements * kind.bytes();
    }
}
