package dev.scriptorium.inference.engine.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.inference.engine.ClassificationModel;
import dev.scriptorium.inference.engine.EngineSettings;
import dev.scriptorium.inference.engine.files.ModelFiles;
import dev.scriptorium.inference.engine.files.Weights;
import dev.scriptorium.inference.engine.onnx.OnnxSession;
import java.util.List;
import java.util.Optional;

/** A classifier of texts: {@code BertForSequenceClassification} and its like. */
public final class SequenceClassifier extends Encoder implements ClassificationModel {

    private final Labels labels;

    private SequenceClassifier(Parts parts, Labels labels) {
        super(parts);
        this.labels = labels;
    }

    public static SequenceClassifier load(ModelFiles files, EngineSettings settings) {
        JsonNode json = files.json("config.json");
        EncoderConfig config = EncoderConfig.read(json);
        Labels labels = Labels.read(json);
        return new SequenceClassifier(Parts.of(files, config, pass(files, config, labels, settings)), labels);
    }

    private static ForwardPass pass(ModelFiles files, EncoderConfig config, Labels labels, EngineSettings settings) {
        Optional<String> published = PublishedGraph.in(files);
        if (published.isPresent()) {
            return PublishedGraph.load(files, published.get(), List.of("logits"), false, settings);
        }
        try (Weights weights = files.weights()) {
            return new OwnGraph(
                    OnnxSession.of(
                            EncoderGraph.classification(
                                    config, weights, labels.names().size(), settings.precision()),
                            settings),
                    0);
        }
    }

    @Override
    public List<String> labels() {
        return labels.names();
    }

    @Override
    public List<float[]> classify(List<int[]> inputs) {
        return run(inputs).stream().map(labels::probabilities).toList();
    }
}
