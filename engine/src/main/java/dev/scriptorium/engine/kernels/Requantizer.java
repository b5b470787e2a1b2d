package dev.scriptorium.engine.kernels;

import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.Kernel;
import dev.scriptorium.engine.onnx.KernelCall;
import java.util.List;

/** Finishes a {@link Product} and quantises what a nonlinearity makes of it, as {@link RowQuantizer} does, for the next one. */
public record Requantizer(Nonlinearity nonlinearity, boolean biased) implements Kernel {

    @Override
    public String name() {
        return (biased ? "Biased" : "") + "Requantizer" + nonlinearity;
    }

    @Override
    public List<ElementKind> inputs() {
        return Product.inputs(biased);
    }

    @Override
    public List<ElementKind> outputs() {
        return List.of(ElementKind.UINT8, ElementKind.FLOAT);
    }

    @Override
    public void compute(KernelCall call) {
        Product product = Product.of(call, biased);
        int width = product.width();
        long bytes = call.output(0, product.rows(), width).address();
        long scales = call.output(1, product.rows()).address();
        for (int row = 0; row < product.rows(); row++) {
            // In place: no other operator reads the product, and a row stays in the first-level cache.
            long elements = product.row(row);
            float largest = Arithmetic.BEST.dequantizeBiasActivate(
                    elements, product.scale(row), product.bias(), nonlinearity, width, elements);
            float scale = QuantizedRow.scale(largest);
            Arithmetic.BEST.quantize(elements, width, 1 / scale, bytes + (long) row * width);
            Memory.putFloat(scales, row, scale);
        }
    }
}
