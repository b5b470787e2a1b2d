package dev.scriptorium.engine.batch;

import ai.onnxruntime.OnnxTensor;
import dev.scriptorium.engine.onnx.OnnxTensors;
import java.util.Arrays;
import java.util.List;

/**
 * Inputs of different length as two tensors {@code [inputs, longest]}; the caller closes both.
 *
 * @param tokens the inputs, filled up with token 0, which the mask hides
 * @param mask 1 for a token, 0 for filling
 */
public record Padded(OnnxTensor tokens, OnnxTensor mask) {

    public static Padded of(List<int[]> inputs) {
        int longest = inputs.stream().mapToInt(input -> input.length).max().orElseThrow();
        long[] tokens = new long[inputs.size() * longest];
        int[] mask = new int[tokens.length];
        for (int row = 0; row < inputs.size(); row++) {
            int[] input = inputs.get(row);
            for (int i = 0; i < input.length; i++) {
                tokens[row * longest + i] = input[i];
            }
            Arrays.fill(mask, row * longest, row * longest + input.length, 1);
        }
        return new Padded(
                OnnxTensors.longs(tokens, inputs.size(), longest), OnnxTensors.ints(mask, inputs.size(), longest));
    }
}
