package dev.scriptorium.engine.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.engine.ClassificationModel;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.tokenizers.ModelFiles;
import java.util.List;

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
        int count = labels.names().size();
        return PublishedGraph.in(files)
                .<ForwardPass>map(file -> PublishedGraph.load(files, file, List.of("logits"), false, settings))
                .orElseGet(() -> OwnGraph.of(
                        files,
                        settings,
                        0,
                        weights -> EncoderGraph.classification(config, weights, count, settings.precision())));
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
