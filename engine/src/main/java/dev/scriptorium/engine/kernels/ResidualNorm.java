package dev.scriptorium.engine.kernels;

import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.Kernel;
import dev.scriptorium.engine.onnx.KernelCall;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finishes a {@link Product}, adds it to the residual stream and normalises the sum (Ba et al. 2016, layer normalisation).
 *
 * <p>Inputs after those of the product: the stream {@code [rows, width]}, gain {@code [width]} and shift {@code [width]} of
 * the normalisation. Outputs: the sum or what is normalised, {@code [rows, width]}, and the latter quantised as
 * {@link RowQuantizer} does.
 *
 * @param epsilon what is added to the variance
 * @param keepingSum whether the first output is the sum
 */
public record ResidualNorm(float epsilon, boolean biased, boolean keepingSum) implements Kernel {

    @Override
    public String name() {
        return (biased ? "Biased" : "") + "ResidualNorm" + (keepingSum ? "KeepingSum" : "")
                + Integer.toHexString(Float.floatToIntBits(epsilon));
    }

    @Override
    public List<ElementKind> inputs() {
        return Stream.concat(
                        Product.inputs(biased).stream(),
                        Stream.of(ElementKind.FLOAT, ElementKind.FLOAT, ElementKind.FLOAT))
                .toList();
    }

    @Override
    public List<ElementKind> outputs() {
        return List.of(ElementKind.FLOAT, ElementKind.UINT8, ElementKind.FLOAT);
    }

    @Override
    public void compute(KernelCall call) {
        Product product = Product.of(call, biased);
        int width = product.width();
        int next = Product.inputs(biased).size();
        long stream = call.input(next).address();
        long gain = call.input(next + 1).address();
        long shift = call.input(next + 2).address();
        long first = call.output(0, product.rows(), width).address();
        long bytes = call.output(1, product.rows(), width).address();
        long scales = call.output(2, product.rows()).address();
        long scratch = Scratch.of(width);
        for (int row = 0; row < product.rows(); row++) {
            long kept = Product.at(first, row, width);
            long sum = keepingSum ? kept : scratch;
            long normalised = keepingSum ? scratch : kept;
            float mean = Arithmetic.BEST.dequantizeBiasAdd(
                    product.row(row), product.scale(row), product.bias(), Product.at(stream, row, width), width, sum);
            float largest = Arithmetic.BEST.normalise(sum, mean, epsilon, gain, shift, width, normalised);
            float scale = QuantizedRow.scale(largest);
            Arithmetic.BEST.quantize(normalised, width, 1 / scale, bytes + (long) row * width);
            Memory.putFloat(scales, row, scale);
        }
    }
}
