package dev.scriptorium.inference.fake;

import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.InferenceModel;
import dev.scriptorium.engine.TestModels;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import org.junit.jupiter.api.Nested;

/** The engine's models keep the same promises as the fakes. */
class EngineContractTest {

    @Nested
    class Marian extends InferenceModelContract {

        @Override
        protected InferenceModel model() {
            return load("tiny-marian");
        }
    }

    @Nested
    class Embedding extends InferenceModelContract {

        @Override
        protected InferenceModel model() {
            return load("tiny-embedding");
        }
    }

    @Nested
    class Classifier extends InferenceModelContract {

        @Override
        protected InferenceModel model() {
            return load("tiny-classifier");
        }
    }

    @Nested
    class TokenLabels extends InferenceModelContract {

        @Override
        protected InferenceModel model() {
            return load("tiny-xlm-roberta-tokens");
        }
    }

    @Nested
    class Llama extends InferenceModelContract {

        @Override
        protected InferenceModel model() {
            return load("stories260k");
        }
    }

    private static InferenceModel load(String name) {
        return new OnnxModelLoader().load(TestModels.folder(name), EngineSettings.DEFAULT);
    }
}
