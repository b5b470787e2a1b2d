package dev.scriptorium.engine.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Numbers in row-major order, in memory outside the Java heap.
 *
 * @param shape the size of each dimension
 * @param values direct, in native byte order, from position 0 to the product of the shape; never written again
 */
public record Tensor(int[] shape, FloatBuffer values) {

    public Tensor {
        if (!values.isDirect() || values.order() != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException("values must be a direct buffer in native byte order");
        }
        if (values.position() != 0 || values.limit() != size(shape)) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " does not fit " + values.limit() + " values");
        }
    }

    /** A tensor of zeros that is filled next. */
    public static Tensor allocate(int... shape) {
        long bytes = size(shape) * Float.BYTES;
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("tensor of " + bytes + " bytes is over 2 GiB");
        }
        var buffer = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
        return new Tensor(shape, buffer.asFloatBuffer());
    }

    /** The rows of all tensors one below the other; every tensor has the same further dimensions. */
    public static Tensor concatenate(Tensor... tensors) {
        if (tensors.length == 1) {
            return tensors[0];
        }
        int[] shape = tensors[0].shape().clone();
        shape[0] = Arrays.stream(tensors).mapToInt(tensor -> tensor.shape()[0]).sum();
        Tensor all = allocate(shape);
        FloatBuffer target = all.values().duplicate();
        for (Tensor tensor : tensors) {
            target.put(tensor.values().duplicate());
        }
        return all;
    }

    /** The product of a shape. */
    static long size(int[] shape) {
        long size = 1;
        for (int dimension : shape) {
            size = Math.multiplyExact(size, dimension);
        }
        return size;
    }
}
