package dev.scriptorium.engine.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.files.Weights;
import dev.scriptorium.engine.onnx.GraphBuilder;
import dev.scriptorium.tokenizers.ModelFiles;
import java.util.List;

/** An encoder whose head scores labels, of texts or of tokens. Safe for many threads. */
abstract class Classifier extends Encoder {

    final Labels labels;

    Classifier(Loaded loaded) {
        super(loaded.parts());
        this.labels = loaded.labels();
    }

    /** Writes the graph of an encoder with its head. */
    interface HeadGraph {
        GraphBuilder of(EncoderConfig config, Weights weights, int labels, EngineSettings.Precision precision);
    }

    record Loaded(Parts parts, Labels labels) {

        /** @param byToken whether each token has scores of its own */
        static Loaded of(ModelFiles files, EngineSettings settings, boolean byToken, HeadGraph graph) {
            JsonNode json = files.json("config.json");
            EncoderConfig config = EncoderConfig.read(json);
            Labels labels = Labels.read(json);
            int count = labels.names().size();
            ForwardPass pass = PublishedGraph.in(files)
                    .<ForwardPass>map(file -> PublishedGraph.load(files, file, List.of("logits"), byToken, settings))
                    .orElseGet(() -> OwnGraph.of(
                            files,
                            settings,
                            byToken ? count : 0,
                            weights -> graph.of(config, weights, count, settings.precision())));
            return new Loaded(Parts.of(files, config, pass), labels);
        }
    }

    public List<String> labels() {
        return labels.names();
    }
}
