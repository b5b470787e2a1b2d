package dev.scriptorium.engine.encoder;

import java.util.List;

/** One run of a network over inputs of any length. Safe for many threads. */
interface ForwardPass extends AutoCloseable {

    /** What the network gave for each input; for networks with numbers for each token those of its tokens, in order. */
    List<float[]> run(List<int[]> batch);

    @Override
    void close();
}
