package dev.scriptorium.engine.files;

import java.util.Set;

/** One file of named tensors. Safe for many threads until it is closed. */
sealed interface TensorFile extends AutoCloseable permits Safetensors, Checkpoint {

    Set<String> names();

    /**
     * A copy of the named tensor as 32-bit floats.
     *
     * @throws dev.scriptorium.core.failure.FailureException {@code MODEL_CORRUPT} where the file is damaged,
     *     {@code MODEL_UNSUPPORTED} where its elements are no floats
     */
    Tensor read(String name);

    @Override
    void close();
}
