package dev.scriptorium.engine.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.files.Tensor;
import dev.scriptorium.engine.files.Weights;
import dev.scriptorium.tokenizers.ModelFiles;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** A layer of sentence-transformers on top of the pooled vector, such as {@code 2_Dense}. */
record DenseLayer(Tensor weight, Optional<Tensor> bias, DoubleUnaryOperator activation) {

    static DenseLayer read(ModelFiles files, String folder) {
        ModelFiles own = new ModelFiles(files.folder().resolve(folder));
        JsonNode config = own.json("config.json");
        int in = config.path("in_features").asInt();
        int out = config.path("out_features").asInt();
        if (in < 1 || out < 1) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT, folder + "/config.json has no positive in_features and out_features");
        }
        try (Weights weights = Weights.open(own)) {
            return new DenseLayer(
                    weights.read("linear.weight", out, in),
                    config.path("bias").asBoolean(true)
                            ? Optional.of(weights.read("linear.bias", out))
                            : Optional.empty(),
                    activation(config.path("activation_function").asText(""), folder));
        }
    }

    private static DoubleUnaryOperator activation(String name, String folder) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "Tanh" -> Math::tanh;
            case "Identity" -> DoubleUnaryOperator.identity();
            case "ReLU" -> value -> Math.max(0, value);
            default ->
                throw new FailureException(
                        FailureCode.MODEL_UNSUPPORTED,
                        folder + "/config.json asks for the activation " + name + ", which is not known");
        };
    }

    int width() {
        return weight.shape()[0];
    }

    float[] apply(float[] input) {
        float[] output = new float[width()];
        FloatBuffer values = weight.values();
        for (int row = 0; row < output.length; row++) {
            double sum = bias.isPresent() ? bias.get().values().get(row) : 0;
            for (int column = 0; column < input.length; column++) {
                sum += (double) values.get(row * input.length + column) * input[column];
            }
            output[row] = (float) activation.applyAsDouble(sum);
        }
        return output;
    }
}
