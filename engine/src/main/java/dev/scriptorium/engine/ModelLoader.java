package dev.scriptorium.engine;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.nio.file.Path;

/** Loads models from folders in Hugging Face layout. {@code OnnxModelLoader} is the implementation. */
@FunctionalInterface
public interface ModelLoader {

    /**
     * Reads the model and compiles it: work for a thread that may wait. The architecture is the one that config.json names.
     *
     * @throws dev.scriptorium.core.failure.FailureException {@code MODEL_UNSUPPORTED}, {@code MODEL_FILE_MISSING},
     *     {@code MODEL_CORRUPT} or {@code MODEL_UNSAFE}, with a reason that says what to do
     */
    InferenceModel load(Path folder, EngineSettings settings);

    /**
     * Loads a model of which the caller knows the task.
     *
     * @param task {@link Seq2SeqModel}, {@link EmbeddingModel}, {@link ClassificationModel} or {@link TokenLabelModel}
     * @throws dev.scriptorium.core.failure.FailureException as {@link #load(Path, EngineSettings)}, and
     *     {@code MODEL_UNSUPPORTED} where the model has another task
     */
    default <M extends InferenceModel> M load(Path folder, EngineSettings settings, Class<M> task) {
        InferenceModel model = load(folder, settings);
        if (!task.isInstance(model)) {
            model.close();
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED,
                    "the model in " + folder.getFileName() + " is no " + task.getSimpleName());
        }
        return task.cast(model);
    }
}
