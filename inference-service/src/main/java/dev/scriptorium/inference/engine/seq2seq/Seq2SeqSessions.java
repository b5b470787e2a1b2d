package dev.scriptorium.inference.engine.seq2seq;

import dev.scriptorium.inference.engine.EngineSettings;
import dev.scriptorium.inference.engine.files.Weights;
import dev.scriptorium.inference.engine.onnx.OnnxSession;
import java.util.List;

/**
 * A model's graphs, ready to run; decoders of all threads share them and their weights. Safe for many threads.
 *
 * @param outputLayer the raw scores of every token
 */
record Seq2SeqSessions(Seq2SeqConfig config, OnnxSession encoder, OnnxSession decoderStep, OnnxSession outputLayer)
        implements AutoCloseable {

    static Seq2SeqSessions of(Seq2SeqConfig config, Weights weights, EngineSettings settings) {
        Seq2SeqGraphs graphs = new Seq2SeqGraphs(config, weights, settings.precision());
        return new Seq2SeqSessions(
                config,
                OnnxSession.of(graphs.encoder(), settings),
                OnnxSession.of(graphs.decoderStep(), settings),
                OnnxSession.of(graphs.outputLayer(), settings));
    }

    List<String> ownNames() {
        return Seq2SeqGraphs.ownNames(config);
    }

    List<String> crossNames() {
        return Seq2SeqGraphs.crossNames(config);
    }

    @Override
    public void close() {
        encoder.close();
        decoderStep.close();
        outputLayer.close();
    }
}
