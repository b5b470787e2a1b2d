package dev.scriptorium.inference.engine.layers;

import static dev.scriptorium.inference.engine.onnx.GraphBuilder.NONE;

import dev.scriptorium.inference.engine.files.Tensor;
import dev.scriptorium.inference.engine.onnx.Attribute;
import dev.scriptorium.inference.engine.onnx.GraphBuilder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A product with weights of 8 bits: each run of {@link #BLOCK} weights of a row shares one scale.
 *
 * <p>ONNX Runtime's MatMulNBits quantises its input in blocks of one row, too, so that a row's result does not depend on
 * the other rows of the batch; the other operators for 8 bits take one scale for the whole batch.
 */
final class QuantizedProduct {

    /**
     * Weights that share a scale. At 32 batches take 1.3 times as long; at 128 a sentence alone was translated otherwise
     * than in a batch, because the product of one row adds up in another order.
     */
    private static final int BLOCK = 64;

    /** Stored bytes are from 1 to 255; this one is zero. */
    private static final int ZERO = 128;

    private static final int LARGEST = 127;

    /** Multiply as 8-bit integers. */
    private static final int ACCURACY_INT8 = 4;

    private QuantizedProduct() {}

    static String add(
            GraphBuilder graph, String input, int in, int out, String name, Supplier<Tensor> weight, String bias) {
        int blocks = Math.ceilDiv(in, BLOCK);
        Tensor scales = Tensor.allocate(out * blocks);
        String bytes = graph.bytes(name + ".bytes", () -> quantize(weight.get(), scales, in, out), out, blocks, BLOCK);
        return graph.fused(
                        "MatMulNBits",
                        1,
                        List.of(input, bytes, graph.weight(name + ".scales", () -> scales), NONE, NONE, bias),
                        Attribute.of("K", in),
                        Attribute.of("N", out),
                        Attribute.of("bits", 8),
                        Attribute.of("block_size", BLOCK),
                        Attribute.of("accuracy_level", ACCURACY_INT8))
                .getFirst();
    }

    /** The bytes of all blocks, the last of a row filled up with zeros; sets the scales. */
    private static byte[] quantize(Tensor weight, Tensor scales, int in, int out) {
        int blocks = Math.ceilDiv(in, BLOCK);
        byte[] bytes = new byte[out * blocks * BLOCK];
        Arrays.fill(bytes, (byte) ZERO);
        FloatBuffer values = weight.values();
        for (int row = 0; row < out; row++) {
            for (int block = 0; block < blocks; block++) {
                int start = row * in + block * BLOCK;
                int length = Math.min(BLOCK, in - block * BLOCK);
                float largest = 0;
                for (int i = start; i < start + length; i++) {
                    largest = Math.max(largest, Math.abs(values.get(i)));
                }
                float scale = largest / LARGEST;
                scales.values().put(row * blocks + block, scale);
                for (int i = 0; i < length; i++) {
                    int quantized = scale == 0 ? 0 : Math.round(values.get(start + i) / scale);
                    bytes[(row * blocks + block) * BLOCK + i] = (byte) (quantized + ZERO);
                }
            }
        }
        return bytes;
    }
}
