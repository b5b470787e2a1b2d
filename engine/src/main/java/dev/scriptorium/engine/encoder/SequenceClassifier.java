package dev.scriptorium.engine.encoder;

import dev.scriptorium.engine.ClassificationModel;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.tokenizers.ModelFiles;
import java.util.List;

/** A classifier of texts: {@code BertForSequenceClassification} and its like. */
public final class SequenceClassifier extends Classifier implements ClassificationModel {

    private SequenceClassifier(Loaded loaded) {
        super(loaded);
    }

    public static SequenceClassifier load(ModelFiles files, EngineSettings settings) {
        return new SequenceClassifier(Loaded.of(files, settings, false, EncoderGraph::classification));
    }

    @Override
    public List<float[]> classify(List<int[]> inputs) {
        return run(inputs).stream().map(labels::probabilities).toList();
    }
}
