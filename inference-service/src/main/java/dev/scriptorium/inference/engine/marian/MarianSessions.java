package dev.scriptorium.inference.engine.marian;

import dev.scriptorium.inference.engine.EngineSettings;
import dev.scriptorium.inference.engine.files.Weights;
import dev.scriptorium.inference.engine.onnx.OnnxSession;
import java.util.List;

/** A Marian model's graphs, ready to run. Safe for many threads. */
record MarianSessions(MarianConfig config, OnnxSession encoder, OnnxSession decoderStep, OnnxSession selection)
        implements AutoCloseable {

    static MarianSessions of(MarianConfig config, Weights weights, EngineSettings settings) {
        MarianGraphs graphs = new MarianGraphs(config, weights, settings.precision());
        return new MarianSessions(
                config,
                OnnxSession.of(graphs.encoder(), settings),
                OnnxSession.of(graphs.decoderStep(), settings),
                OnnxSession.of(graphs.selection(), settings));
    }

    List<String> crossNames() {
        return MarianGraphs.crossNames(config);
    }

    List<String> cacheNames() {
        return MarianGraphs.cacheNames(config);
    }

    int targetVocabulary() {
        return config.targetVocabulary();
    }

    int heads() {
        return config.decoder().heads();
    }

    int headWidth() {
        return config.width() / config.decoder().heads();
    }

    @Override
    public void close() {
        encoder.close();
        decoderStep.close();
        selection.close();
    }
}
