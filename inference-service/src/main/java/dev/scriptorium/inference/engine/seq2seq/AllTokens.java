package dev.scriptorium.inference.engine.seq2seq;

import ai.onnxruntime.OnnxTensor;
import dev.scriptorium.inference.engine.onnx.OnnxSession;
import java.util.List;
import java.util.Map;

/** Ranks the whole vocabulary. */
final class AllTokens implements NextTokens {

    private final OnnxSession layer;
    private final int vocabulary;
    private final Ranking ranking = new Ranking();

    AllTokens(OnnxSession layer, int vocabulary) {
        this.layer = layer;
        this.vocabulary = vocabulary;
    }

    @Override
    public void changed(List<Sentence> sentences) {}

    @Override
    public int rank(OnnxTensor hidden, int rows, int count) {
        int places = Math.min(count, vocabulary);
        ranking.run(layer, Map.of(Seq2SeqGraphs.HIDDEN, hidden), rows, places);
        return places;
    }

    @Override
    public int token(int row, int place) {
        return ranking.column(row, place);
    }

    @Override
    public float score(int row, int place) {
        return ranking.score(row, place);
    }

    @Override
    public void close() {
        ranking.close();
    }
}
