package dev.scriptorium.inference.engine.layers;

import dev.scriptorium.inference.engine.files.Tensor;
import dev.scriptorium.inference.engine.onnx.Attribute;
import dev.scriptorium.inference.engine.onnx.ElementKind;
import dev.scriptorium.inference.engine.onnx.GraphBuilder;
import dev.scriptorium.inference.engine.onnx.Processor;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Supplier;

/**
 * A product with weights of 8 bits: each column has a scale of its own, and each row of the input.
 *
 * <p>Because no scale is shared by rows, and whole numbers add up exactly in any order, a row's result does not depend on
 * the other rows of the batch, to the last bit. ONNX Runtime's own dynamic quantisation takes one scale for the whole
 * batch; its products by blocks of weights keep the promise, too, and take two to four times as long at 16 rows. See ADR
 * 0011.
 */
final class QuantizedProduct {

    private static final int LARGEST = 127;

    /** Bytes of the input are unsigned; this one is zero. */
    private static final int ZERO = 128;

    /** Keeps a row of zeros from being divided by zero. */
    private static final float SMALLEST_SCALE = 1e-30f;

    /** Rows that are turned into columns together, so that columns are written in runs. */
    private static final int TOGETHER = 64;

    private QuantizedProduct() {}

    /** {@code input x weightᵀ}, without a bias. */
    static String add(GraphBuilder graph, String input, int in, int out, String name, Supplier<Tensor> weight) {
        boolean signed = Processor.multipliesSignedBytes();
        ElementKind kind = signed ? ElementKind.INT8 : ElementKind.UINT8;
        int shift = signed ? 0 : ZERO;
        Tensor scales = Tensor.allocate(out);
        String bytes = graph.bytes(name + ".bytes", kind, () -> columns(weight.get(), scales, in, out, shift), in, out);

        String largest = graph.op(
                "ReduceMax", List.of(graph.op("Abs", List.of(input)), graph.constant(-1)), Attribute.of("keepdims", 0));
        String scale = graph.op(
                "Max",
                List.of(graph.op("Mul", List.of(largest, graph.scalar(1f / LARGEST))), graph.scalar(SMALLEST_SCALE)));
        String zero = graph.scalar(ElementKind.UINT8, ZERO);
        String zeros = graph.op("Expand", List.of(zero, graph.op("Shape", List.of(scale))));
        String quantized = graph.op("QuantizeLinear", List.of(input, scale, zeros), Attribute.of("axis", 0));
        String product = graph.fused(
                        "MatMulIntegerToFloat",
                        1,
                        List.of(
                                quantized,
                                bytes,
                                graph.scalar(1f),
                                graph.weight(name + ".scales", () -> scales),
                                zero,
                                graph.scalar(kind, shift)))
                .getFirst();
        return graph.op("Mul", List.of(product, graph.op("Unsqueeze", List.of(scale, graph.constant(-1)))));
    }

    /** The weights as bytes, {@code [in, out]}; sets the scales. */
    private static byte[] columns(Tensor weight, Tensor scales, int in, int out, int shift) {
        byte[] bytes = new byte[Math.multiplyExact(in, out)];
        FloatBuffer values = weight.values().duplicate();
        float[] row = new float[in];
        byte[][] block = new byte[in][TOGETHER];
        for (int first = 0; first < out; first += TOGETHER) {
            int count = Math.min(TOGETHER, out - first);
            for (int i = 0; i < count; i++) {
                values.get(row);
                float scale = largest(row) / LARGEST;
                scales.values().put(first + i, scale);
                float factor = scale == 0 ? 0 : 1 / scale;
                for (int column = 0; column < in; column++) {
                    block[column][i] = (byte) (Math.round(row[column] * factor) + shift);
                }
            }
            for (int column = 0; column < in; column++) {
                System.arraycopy(block[column], 0, bytes, column * out + first, count);
            }
        }
        return bytes;
    }

    private static float largest(float[] row) {
        float largest = 0;
        for (float value : row) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
