package dev.scriptorium.engine.kernels;

import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.Kernel;
import dev.scriptorium.engine.onnx.KernelCall;
import java.util.List;

/** Finishes a {@link Product}: each row times its scale, and the bias. */
public record Dequantizer(boolean biased) implements Kernel {

    @Override
    public String name() {
        return biased ? "BiasedDequantizer" : "Dequantizer";
    }

    @Override
    public List<ElementKind> inputs() {
        return Product.inputs(biased);
    }

    @Override
    public List<ElementKind> outputs() {
        return List.of(ElementKind.FLOAT);
    }

    @Override
    public void compute(KernelCall call) {
        Product product = Product.of(call, biased);
        long output = call.output(0, product.rows(), product.width()).address();
        for (int row = 0; row < product.rows(); row++) {
            Arithmetic.BEST.dequantizeBiasActivate(
                    product.row(row),
                    product.scale(row),
                    product.bias(),
                    Nonlinearity.NONE,
                    product.width(),
                    Product.at(output, row, product.width()));
        }
    }
}
