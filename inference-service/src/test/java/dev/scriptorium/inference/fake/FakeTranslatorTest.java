package dev.scriptorium.inference.fake;

import dev.scriptorium.engine.InferenceModel;

class FakeTranslatorTest extends InferenceModelContract {

    @Override
    protected InferenceModel model() {
        return new FakeTranslator();
    }
}
