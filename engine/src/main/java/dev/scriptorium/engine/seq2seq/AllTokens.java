package dev.scriptorium.engine.seq2seq;

import dev.scriptorium.engine.onnx.BoundTensor;
import dev.scriptorium.engine.onnx.OnnxSession;
import java.util.List;
import java.util.Map;

/** Ranks the whole vocabulary. */
final class AllTokens implements NextTokens {

    private final int vocabulary;
    private final Ranking ranking;

    AllTokens(OnnxSession layer, int vocabulary) {
        this.vocabulary = vocabulary;
        this.ranking = new Ranking(layer);
    }

    @Override
    public void changed(List<Sentence> sentences) {}

    @Override
    public int rank(BoundTensor hidden, int rows, int count) {
        int places = Math.min(count, vocabulary);
        ranking.run(Map.of(Seq2SeqGraphs.HIDDEN, hidden), rows, places);
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
