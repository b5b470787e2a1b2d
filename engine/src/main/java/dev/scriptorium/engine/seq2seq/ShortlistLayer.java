package dev.scriptorium.engine.seq2seq;

import dev.scriptorium.engine.files.Tensor;
import dev.scriptorium.engine.layers.QuantizedRows;
import dev.scriptorium.engine.onnx.OnnxSession;

/**
 * What an output layer needs that computes some tokens only. Safe for many threads.
 *
 * @param rows a row of weights for every token of the vocabulary
 * @param bias a number for every token
 * @param session the graph of {@link Seq2SeqGraphs#shortlistLayer()}
 */
record ShortlistLayer(Shortlist shortlist, QuantizedRows rows, Tensor bias, OnnxSession session)
        implements AutoCloseable {

    @Override
    public void close() {
        session.close();
    }
}
