package dev.scriptorium.engine.kernels;

import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.Kernel;
import dev.scriptorium.engine.onnx.KernelCall;
import java.util.List;

/**
 * The most likely tokens of each row, the likeliest first; of equal ones the first column comes first.
 *
 * <p>Inputs: a product {@code [rows, tokens]} and the scale of each row, see {@link Product}; what is added to each score
 * {@code [rows, tokens]}; how many tokens are wanted {@code [1]}. Outputs: their log-probabilities {@code [rows, wanted]} and
 * columns {@code [rows, wanted]}.
 */
public record TokenRanker() implements Kernel {

    @Override
    public String name() {
        return "TokenRanker";
    }

    @Override
    public List<ElementKind> inputs() {
        return List.of(ElementKind.FLOAT, ElementKind.FLOAT, ElementKind.FLOAT, ElementKind.INT64);
    }

    @Override
    public List<ElementKind> outputs() {
        return List.of(ElementKind.FLOAT, ElementKind.INT64);
    }

    @Override
    public void compute(KernelCall call) {
        Product product = Product.of(call, false);
        int tokens = product.width();
        long added = call.input(2).address();
        int wanted = Math.toIntExact(Memory.getLong(call.input(3).address(), 0));
        if (wanted > tokens) {
            throw new IllegalArgumentException("the best " + wanted + " of " + tokens + " tokens");
        }
        long scores = call.output(0, product.rows(), wanted).address();
        long columns = call.output(1, product.rows(), wanted).address();
        long scratch = Scratch.of(tokens);
        TopK best = new TopK(wanted);
        for (int row = 0; row < product.rows(); row++) {
            best.clear();
            Arithmetic.BEST.dequantizeBiasAdd(
                    product.row(row), product.scale(row), 0, Product.at(added, row, tokens), tokens, scratch);
            Arithmetic.BEST.topK(scratch, tokens, best);
            float largest = best.score(0);
            double logSum = largest + Math.log(Arithmetic.BEST.sumOfExponents(scratch, tokens, largest));
            for (int position = 0; position < wanted; position++) {
                Memory.putFloat(scores, (long) row * wanted + position, (float) (best.score(position) - logSum));
                Memory.putLong(columns, (long) row * wanted + position, best.column(position));
            }
        }
    }
}
