package dev.scriptorium.engine.layers;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.kernels.Nonlinearity;
import dev.scriptorium.engine.onnx.Attribute;
import dev.scriptorium.engine.onnx.GraphBuilder;
import java.util.List;
import java.util.Optional;

/** The activation functions, by their meaning. */
public enum Activation {
    RELU,
    /** By the error function. */
    GELU,
    /** By the hyperbolic tangent. */
    GELU_TANH,
    /** {@code x * sigmoid(x)}. */
    SILU,
    TANH;

    /** The activation that a config names, in transformers' words. */
    public static Activation named(String name) {
        return switch (name) {
            case "relu" -> RELU;
            case "gelu" -> GELU;
            case "gelu_new", "gelu_fast", "gelu_pytorch_tanh" -> GELU_TANH;
            case "silu", "swish" -> SILU;
            case "tanh" -> TANH;
            default ->
                throw new FailureException(
                        FailureCode.MODEL_UNSUPPORTED,
                        "config.json asks for the activation " + name + ", which is not known");
        };
    }

    /** The same for a kernel that computes it with the product before it; not all are known there. */
    Optional<Nonlinearity> nonlinearity() {
        return switch (this) {
            case RELU -> Optional.of(Nonlinearity.RELU);
            case SILU -> Optional.of(Nonlinearity.SILU);
            case GELU, GELU_TANH, TANH -> Optional.empty();
        };
    }

    public String apply(GraphBuilder graph, String input) {
        return switch (this) {
            case RELU -> graph.op("Relu", List.of(input));
            case TANH -> graph.op("Tanh", List.of(input));
            case GELU -> graph.fused("Gelu", 1, List.of(input)).getFirst();
            case GELU_TANH -> graph.fused("FastGelu", 1, List.of(input)).getFirst();
            case SILU ->
                graph.fused("QuickGelu", 1, List.of(input), Attribute.of("alpha", 1f))
                        .getFirst();
        };
    }
}
