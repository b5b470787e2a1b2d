package dev.scriptorium.engine.kernels;

import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.Kernel;
import dev.scriptorium.engine.onnx.KernelCall;
import java.util.List;

/** Numbers {@code [rows, width]} to bytes {@code [rows, width]}, 128 for zero, and the scale of each row {@code [rows]}. */
public record RowQuantizer() implements Kernel {

    /** The byte, unsigned, that stands for 0. */
    public static final int ZERO = 128;

    @Override
    public String name() {
        return "RowQuantizer";
    }

    @Override
    public List<ElementKind> inputs() {
        return List.of(ElementKind.FLOAT);
    }

    @Override
    public List<ElementKind> outputs() {
        return List.of(ElementKind.UINT8, ElementKind.FLOAT);
    }

    @Override
    public void compute(KernelCall call) {
        KernelCall.Input input = call.input(0);
        int rows = input.size(0);
        int width = input.size(1);
        long bytes = call.output(0, rows, width).address();
        long scales = call.output(1, rows).address();
        for (int row = 0; row < rows; row++) {
            long elements = Product.at(input.address(), row, width);
            float scale = QuantizedRow.scale(Arithmetic.BEST.absMax(elements, width));
            Arithmetic.BEST.quantize(elements, width, 1 / scale, bytes + (long) row * width);
            Memory.putFloat(scales, row, scale);
        }
    }
}
