package dev.scriptorium.inference.fake;

import dev.scriptorium.engine.InferenceModel;

class FakeClassifierTest extends InferenceModelContract {

    @Override
    protected InferenceModel model() {
        return new FakeClassifier();
    }
}
