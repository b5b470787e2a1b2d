package dev.scriptorium.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.scriptorium.engine.files.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/** Makes input tensors; the caller closes them. */
public final class OnnxTensors {

    private OnnxTensors() {}

    public static OnnxTensor longs(long[] values, long... shape) {
        var buffer =
                direct(values.length * Long.BYTES).asLongBuffer().put(values).flip();
        return make(() -> OnnxTensor.createTensor(OnnxRuntime.environment(), buffer, shape));
    }

    public static OnnxTensor ints(int[] values, long... shape) {
        var buffer =
                direct(values.length * Integer.BYTES).asIntBuffer().put(values).flip();
        return make(() -> OnnxTensor.createTensor(OnnxRuntime.environment(), buffer, shape));
    }

    /** A weight, over the memory of the tensor where the kinds are the same. */
    static OnnxTensor of(Tensor tensor, ElementKind kind) {
        FloatBuffer values = tensor.values().duplicate();
        long[] shape = longs(tensor.shape());
        if (kind == ElementKind.FLOAT) {
            return make(() -> OnnxTensor.createTensor(OnnxRuntime.environment(), values, shape));
        }
        ShortBuffer halves =
                direct(Math.multiplyExact(values.limit(), Short.BYTES)).asShortBuffer();
        while (values.hasRemaining()) {
            halves.put(Float.floatToFloat16(values.get()));
        }
        return make(() -> OnnxTensor.createTensor(
                OnnxRuntime.environment(), halves.flip(), shape, ElementKind.FLOAT16.javaType()));
    }

    /** A weight of bytes, over the same memory. */
    static OnnxTensor of(GraphBuilder.Bytes weight) {
        return make(() -> OnnxTensor.createTensor(
                OnnxRuntime.environment(),
                weight.elements().duplicate().order(ByteOrder.nativeOrder()),
                weight.shape(),
                weight.kind().javaType()));
    }

    static long[] longs(int[] shape) {
        return Arrays.stream(shape).asLongStream().toArray();
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private interface Make {
        OnnxTensor tensor() throws OrtException;
    }

    private static OnnxTensor make(Make make) {
        try {
            return make.tensor();
        } catch (OrtException e) {
            throw new IllegalArgumentException("not a tensor", e);
        }
    }
}
