package dev.scriptorium.engine.kernels;

import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.KernelCall;
import java.util.List;

/**
 * A product of quantised rows as ONNX Runtime gives it, first inputs of the kernels that dequantizeBiasActivate it: {@code [rows, width]},
 * without the scale of each row, which is the second input, and the bias {@code [width]}, which is the third where there is
 * one.
 *
 * @param bias 0 where there is none
 */
record Product(long elements, long scales, long bias, int rows, int width) {

    static List<ElementKind> inputs(boolean biased) {
        return biased
                ? List.of(ElementKind.FLOAT, ElementKind.FLOAT, ElementKind.FLOAT)
                : List.of(ElementKind.FLOAT, ElementKind.FLOAT);
    }

    static Product of(KernelCall call, boolean biased) {
        KernelCall.Input product = call.input(0);
        return new Product(
                product.address(),
                call.input(1).address(),
                biased ? call.input(2).address() : 0,
                product.size(0),
                product.size(1));
    }

    long row(int row) {
        return at(elements, row, width);
    }

    float scale(int row) {
        return Memory.getFloat(scales, row);
    }

    static long at(long start, int row, int width) {
        return start + (long) row * width * Float.BYTES;
    }
}
