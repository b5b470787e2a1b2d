package dev.scriptorium.engine.seq2seq;

import dev.scriptorium.engine.onnx.BoundTensor;
import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.IoBinding;
import dev.scriptorium.engine.onnx.OnnxSession;
import dev.scriptorium.engine.onnx.TensorMemory;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;

/** The best columns of every row, as the output layer's graphs give them, in memory that is used again. For one thread. */
final class Ranking implements AutoCloseable {

    private final TensorMemory count = new TensorMemory(ElementKind.INT64);
    private final TensorMemory columns = new TensorMemory(ElementKind.INT64);
    private final TensorMemory scores = new TensorMemory(ElementKind.FLOAT);
    private final IoBinding binding;
    private int places;

    /** @param session of an output layer's graph */
    Ranking(OnnxSession session) {
        this.binding = session.bind();
    }

    void run(Map<String, BoundTensor> inputs, int rows, int asked) {
        places = asked;
        count.segment().set(ValueLayout.JAVA_LONG, 0, asked);
        columns.reserve((long) rows * asked);
        scores.reserve((long) rows * asked);
        Map<String, BoundTensor> all = new HashMap<>(inputs);
        all.put(Seq2SeqGraphs.COUNT, count.tensor(1));
        binding.run(
                all,
                Map.of(
                        Seq2SeqGraphs.TOP_COLUMNS,
                        columns.tensor(rows, asked),
                        Seq2SeqGraphs.TOP_SCORES,
                        scores.tensor(rows, asked)));
    }

    int column(int row, int place) {
        return (int) columns.segment().getAtIndex(ValueLayout.JAVA_LONG, (long) row * places + place);
    }

    float score(int row, int place) {
        return scores.segment().getAtIndex(ValueLayout.JAVA_FLOAT, (long) row * places + place);
    }

    @Override
    public void close() {
        binding.close();
        count.close();
        columns.close();
        scores.close();
    }
}
