package dev.scriptorium.engine;

import java.nio.file.Path;

/** Makes a folder in Hugging Face layout a model that runs. {@code OnnxModelLoader} is the one of this product. */
@FunctionalInterface
public interface ModelLoader {

    /**
     * Reads the model and compiles it: work for a thread that may wait. The architecture is the one that config.json names.
     *
     * @throws dev.scriptorium.core.failure.FailureException {@code MODEL_UNSUPPORTED}, {@code MODEL_FILE_MISSING},
     *     {@code MODEL_CORRUPT} or {@code MODEL_UNSAFE} (pickled weights), with a reason that says what to do
     */
    InferenceModel load(Path folder, EngineSettings settings);
}
