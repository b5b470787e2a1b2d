package dev.scriptorium.inference.engine.seq2seq;

import dev.scriptorium.inference.engine.EngineSettings;
import dev.scriptorium.inference.engine.files.Weights;
import dev.scriptorium.inference.engine.onnx.OnnxSession;
import java.util.HashMap;
import java.util.Map;

/**
 * A decoder's graphs, one for each number of rows that attend to a source together, each opened when it is first asked for.
 * The weights of their layers are held by each; tables of tokens are shared. Safe for many threads.
 */
final class DecoderSteps implements AutoCloseable {

    /** The most rows that attend together: it bounds how many graphs there can be. */
    private static final int MOST_TOGETHER = 5;

    private final Seq2SeqGraphs graphs;
    private final Weights weights;
    private final EngineSettings settings;
    private final Map<Integer, OnnxSession> sessions = new HashMap<>();

    /** @param weights of the graphs; closed with this */
    DecoderSteps(Seq2SeqGraphs graphs, Weights weights, EngineSettings settings) {
        this.graphs = graphs;
        this.weights = weights;
        this.settings = settings;
    }

    /** How many of a sentence's rows share the keys and values of its source: the most that divide them evenly. */
    static int together(int beams) {
        int together = Math.min(beams, MOST_TOGETHER);
        while (beams % together != 0) {
            together--;
        }
        return together;
    }

    /** The graph of a decoder whose rows attend to sources in groups of this size. */
    synchronized OnnxSession of(int together) {
        return sessions.computeIfAbsent(
                graphs.takesAnyGroup() ? 1 : together, size -> OnnxSession.of(graphs.decoderStep(size), settings));
    }

    @Override
    public synchronized void close() {
        sessions.values().forEach(OnnxSession::close);
        weights.close();
    }
}
