package dev.scriptorium.engine.kernels;

import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.Kernel;
import dev.scriptorium.engine.onnx.KernelCall;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Scaled dot-product attention of one new token of each row to what a slot holds, each slot as many tokens as it holds
 * (Vaswani et al. 2017, section 3.2). See ADR 0023.
 *
 * <p>Inputs: projections {@code [rows, width]}, or {@code [rows, 3 * width]} with keys and values behind the queries where
 * those are added to the row's slot; keys {@code [slots, heads, capacity, width of a head]}, values of the same shape,
 * both as {@link KvLayout} lie; the position of each slot's last token {@code [slots]}. Rows that follow each other
 * read the same slot where there are more rows than slots; where positions are relative, what is added to the score of a
 * token by its distance from the newest, {@code [heads, distances]}, the last distance for all that are further
 * (Raffel et al. 2020, section 2.1); where the weights are wanted, memory {@code [rows, positions]} that the mean of their weights is
 * written to, of which there are no positions where nobody wants it. Output: {@code [rows, width]}.
 *
 * @param elements what slots hold
 * @param appending whether keys and values of the new tokens are written to the slots
 * @param scaled whether scores are divided by the square root of a head's width
 * @param relative whether scores depend on the distance
 * @param aligning the heads whose weights are written; none where no weights are
 */
public record CachedAttention(
        int heads,
        int headWidth,
        KvLayout elements,
        boolean appending,
        boolean scaled,
        boolean relative,
        List<Integer> aligning)
        implements Kernel {

    private static final ThreadLocal<float[]> SCORES = ThreadLocal.withInitial(() -> new float[BlockedKeys.BLOCK]);

    @Override
    public String name() {
        return (appending ? "AppendingAttention" : "ReadingAttention") + heads + "x" + headWidth + elements
                + (scaled ? "" : "Unscaled") + (relative ? "Relative" : "") + aligned();
    }

    private String aligned() {
        return aligning.stream().map(head -> "Head" + head).collect(Collectors.joining());
    }

    @Override
    public List<ElementKind> inputs() {
        List<ElementKind> inputs =
                new ArrayList<>(List.of(ElementKind.FLOAT, elements.kind(), elements.kind(), ElementKind.INT32));
        if (relative) {
            inputs.add(ElementKind.FLOAT);
        }
        if (!aligning.isEmpty()) {
            inputs.add(ElementKind.FLOAT);
        }
        return inputs;
    }

    @Override
    public List<ElementKind> outputs() {
        return List.of(ElementKind.FLOAT);
    }

    @Override
    public void compute(KernelCall call) {
        KernelCall.Input projected = call.input(0);
        KernelCall.Input keys = call.input(1);
        long values = call.input(2).address();
        MemorySegment last = call.input(3).data();
        int rows = projected.size(0);
        int slots = keys.size(0);
        int capacity = keys.size(2);
        if (capacity % BlockedKeys.BLOCK != 0) {
            throw new IllegalArgumentException("capacity for " + capacity + " keys is not in whole blocks");
        }
        int width = heads * headWidth;
        long attended = call.output(0, rows, width).address();
        int queriesPerSource = slots == 0 ? 0 : rows / slots;
        float[] scores = scores(heads * capacity);
        float[] queries = new float[width];
        long slotBytes = heads * headBytes(capacity);
        AttentionWeights weights =
                aligning.isEmpty() ? AttentionWeights.UNWANTED : AttentionWeights.of(call.input(relative ? 5 : 4));
        for (int slot = 0; slot < slots; slot++) {
            int newest = Objects.checkIndex(last.getAtIndex(ValueLayout.JAVA_INT, slot), capacity);
            long slotKeys = keys.address() + slot * slotBytes;
            long slotValues = values + slot * slotBytes;
            for (int row = slot * queriesPerSource; row < (slot + 1) * queriesPerSource; row++) {
                long query = Product.at(projected.address(), row, projected.size(1));
                scale(query, queries);
                dotProducts(queries, query, slotKeys, newest, capacity, scores);
                if (relative) {
                    addByDistance(call.input(4), newest, capacity, scores);
                }
                softmax(scores, newest, capacity);
                weights.write(row, scores, aligning, capacity, newest + 1);
                if (appending) {
                    append(query, slotKeys, slotValues, newest, capacity);
                }
                weightedSum(scores, newest + 1, slotValues, capacity, Product.at(attended, row, width));
            }
        }
    }

    private void scale(long query, float[] queries) {
        float scale = scaled ? (float) (1 / Math.sqrt(headWidth)) : 1;
        for (int i = 0; i < queries.length; i++) {
            queries[i] = Memory.getFloat(query, i) * scale;
        }
    }

    /** Heads one after the other, so that waiting for the keys of one is also waiting for those of the next. */
    private void dotProducts(float[] queries, long query, long keys, int newest, int capacity, float[] scores) {
        int before = appending ? newest : newest + 1;
        for (int head = 0; head < heads; head++) {
            long start = keys + head * headBytes(capacity);
            elements.dotProducts(queries, head * headWidth, headWidth, start, before, scores, head * capacity);
        }
        for (int head = 0; head < heads; head++) {
            if (appending) {
                scores[head * capacity + newest] = dotProducts(queries, head * headWidth, query);
            }
        }
    }

    private void addByDistance(KernelCall.Input table, int newest, int capacity, float[] scores) {
        int distances = table.size(1);
        for (int head = 0; head < heads; head++) {
            long first = table.address() + (long) head * distances * Float.BYTES;
            for (int position = 0; position <= newest; position++) {
                int distance = Math.min(newest - position, distances - 1);
                scores[head * capacity + position] += Memory.getFloat(first, distance);
            }
        }
    }

    private void softmax(float[] scores, int newest, int capacity) {
        for (int head = 0; head < heads; head++) {
            Arithmetic.BEST.softmax(scores, head * capacity, newest + 1);
        }
    }

    /** The new key comes from the projection: what has just been written in pieces is slow to read as a whole. */
    private float dotProducts(float[] queries, int first, long query) {
        float sum = 0;
        for (int i = first; i < first + headWidth; i++) {
            sum = Math.fma(queries[i], Memory.getFloat(query, queries.length + i), sum);
        }
        return sum;
    }

    private long headBytes(int capacity) {
        return (long) capacity * headWidth * elements.kind().bytes();
    }

    private void append(long query, long keys, long values, int position, int capacity) {
        int width = heads * headWidth;
        for (int head = 0; head < heads; head++) {
            long start = head * headBytes(capacity);
            long key = query + (width + (long) head * headWidth) * Float.BYTES;
            elements.key(keys + start, headWidth, position, key);
            elements.value(values + start, headWidth, position, key + (long) width * Float.BYTES);
        }
    }

    private void weightedSum(float[] scores, int positions, long values, int capacity, long attended) {
        for (int head = 0; head < heads; head++) {
            long start = values + head * headBytes(capacity);
            long sum = attended + (long) head * headWidth * Float.BYTES;
            elements.weightedSum(scores, head * capacity, positions, start, headWidth, sum);
        }
    }

    private static float[] scores(int count) {
        float[] scores = SCORES.get();
        if (scores.length < count) {
            scores = new float[count];
            SCORES.set(scores);
        }
        return scores;
    }
}
