package dev.scriptorium.inference.fake;

import dev.scriptorium.engine.InferenceModel;

class FakeEmbeddingsTest extends InferenceModelContract {

    @Override
    protected InferenceModel model() {
        return new FakeEmbeddings();
    }
}
