package dev.scriptorium.engine.kernels;

/** What is done to each number of a product. */
public enum Nonlinearity {
    NONE,
    RELU,
    /** {@code x * sigmoid(x)}. */
    SILU
}
