package dev.scriptorium.engine.seq2seq;

import dev.scriptorium.engine.layers.QuantizedRows;
import dev.scriptorium.engine.onnx.BoundTensor;
import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.TensorMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ranks the tokens that are on the lists of the sentences in the batch. Each row has those of its own sentence only, so
 * that the others change nothing.
 *
 * <p>The output layer's weights for the tokens are gathered when a token is wanted that is not among them, or most of them
 * are no longer wanted; between that they stay.
 */
final class ShortlistedTokens implements NextTokens {

    /** What is added to the score of a token that is not on a row's list, and what shows that it was. */
    private static final float EXCLUDED = -1e30f;

    private static final float EXCLUDED_BELOW = -1e29f;

    /** Gathering anew pays where the product computes this many times the tokens that are wanted. */
    private static final int MOST_UNWANTED = 2;

    private final ShortlistLayer layer;
    private final int beams;
    private final Ranking ranking;
    private final TensorMemory weights = new TensorMemory(QuantizedRows.kind());
    private final TensorMemory scales = new TensorMemory(ElementKind.FLOAT);
    private final TensorMemory added = new TensorMemory(ElementKind.FLOAT);
    /** By slot, the sentence whose list is in {@link #added}. */
    private final Map<Integer, Sentence> shown = new HashMap<>();

    /** The tokens of the columns, ascending, so that of equal scores the lower token comes first as in the vocabulary. */
    private int[] tokens = {};

    private BitSet gathered = new BitSet();

    /** What is added to the scores of one row. */
    private float[] shownRow = {};

    ShortlistedTokens(ShortlistLayer layer, int beams) {
        this.layer = layer;
        this.beams = beams;
        this.ranking = new Ranking(layer.session());
    }

    @Override
    public void changed(List<Sentence> sentences) {
        BitSet wanted = new BitSet();
        sentences.forEach(sentence -> wanted.or(sentence.shortlist()));
        BitSet missing = (BitSet) wanted.clone();
        missing.andNot(gathered);
        if (!missing.isEmpty() || tokens.length > MOST_UNWANTED * wanted.cardinality()) {
            gather(wanted);
        }
        long needed = (long) sentences.size() * beams * tokens.length;
        if (added.segment().byteSize() < needed * Float.BYTES) {
            shown.clear();
            added.reserve(2 * needed);
        }
        for (Sentence sentence : sentences) {
            if (shown.put(sentence.slot(), sentence) != sentence) {
                show(sentence);
            }
        }
    }

    /** Writes what is added to the scores of a sentence's rows. */
    private void show(Sentence sentence) {
        int count = tokens.length;
        FloatBuffer bias = layer.bias().values();
        BitSet listed = sentence.shortlist();
        Arrays.fill(shownRow, EXCLUDED);
        int column = 0;
        for (int token = listed.nextSetBit(0); token >= 0; token = listed.nextSetBit(token + 1)) {
            while (tokens[column] != token) {
                column++;
            }
            shownRow[column] = bias.get(token);
        }
        long first = (long) sentence.slot() * beams * count;
        for (int beam = 0; beam < beams; beam++) {
            MemorySegment.copy(
                    shownRow,
                    0,
                    added.segment(),
                    ValueLayout.JAVA_FLOAT,
                    (first + (long) beam * count) * Float.BYTES,
                    count);
        }
    }

    private void gather(BitSet wanted) {
        shown.clear();
        gathered = wanted;
        tokens = wanted.stream().toArray();
        shownRow = new float[tokens.length];
        QuantizedRows rows = layer.rows();
        rows.columns(tokens, tokens.length, weights.reserve((long) tokens.length * rows.length()));
        MemorySegment chosen = scales.reserve(tokens.length);
        for (int column = 0; column < tokens.length; column++) {
            chosen.setAtIndex(
                    ValueLayout.JAVA_FLOAT, column, rows.scales().values().get(tokens[column]));
        }
    }

    @Override
    public int rank(BoundTensor hidden, int rows, int count) {
        int places = Math.min(count, tokens.length);
        ranking.run(
                Map.of(
                        Seq2SeqGraphs.HIDDEN, hidden,
                        Seq2SeqGraphs.WEIGHTS, weights.tensor(layer.rows().length(), tokens.length),
                        Seq2SeqGraphs.SCALES, scales.tensor(tokens.length),
                        Seq2SeqGraphs.ADDED, added.tensor(rows, tokens.length)),
                rows,
                places);
        return places;
    }

    @Override
    public int token(int row, int place) {
        return score(row, place) < EXCLUDED_BELOW ? -1 : tokens[ranking.column(row, place)];
    }

    @Override
    public float score(int row, int place) {
        return ranking.score(row, place);
    }

    @Override
    public void close() {
        ranking.close();
        weights.close();
        scales.close();
        added.close();
    }
}
