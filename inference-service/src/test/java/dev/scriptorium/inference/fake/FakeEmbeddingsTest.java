package dev.scriptorium.inference.fake;

import dev.scriptorium.inference.engine.InferenceModel;

class FakeEmbeddingsTest extends InferenceModelContract {

    @Override
    protected InferenceModel model() {
        return new FakeEmbeddings();
    }
}
