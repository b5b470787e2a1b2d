package dev.scriptorium.inference.fake;

import dev.scriptorium.inference.engine.InferenceModel;

class FakeClassifierTest extends InferenceModelContract {

    @Override
    protected InferenceModel model() {
        return new FakeClassifier();
    }
}
