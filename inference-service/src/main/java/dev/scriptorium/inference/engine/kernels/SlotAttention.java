package dev.scriptorium.inference.engine.kernels;

import dev.scriptorium.inference.engine.onnx.ElementKind;
import dev.scriptorium.inference.engine.onnx.Kernel;
import dev.scriptorium.inference.engine.onnx.KernelCall;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;

/**
 * Scaled dot-product attention of one new token of each row to what a slot holds, each slot as many tokens as it holds
 * (Vaswani et al. 2017, section 3.2). See ADR 0023.
 *
 * <p>Inputs: projections {@code [rows, width]}, or {@code [rows, 3 * width]} with keys and values behind the queries where
 * those are added to the row's slot; keys {@code [slots, heads, room, width of a head]}, each head in {@link KeyBlocks};
 * values, of the same shape, place by place; the place of each slot's last token {@code [slots]}. Rows that follow each other
 * read the same slot where there are more rows than slots. Output: {@code [rows, width]}.
 *
 * @param appending whether keys and values of the new tokens are written to the slots
 */
public record SlotAttention(int heads, int headWidth, boolean appending) implements Kernel {

    private static final Arithmetic ARITHMETIC = Arithmetic.best();

    private static final ThreadLocal<float[]> SCORES = ThreadLocal.withInitial(() -> new float[KeyBlocks.PLACES]);

    @Override
    public String name() {
        return (appending ? "AppendingAttention" : "ReadingAttention") + heads + "x" + headWidth;
    }

    @Override
    public List<ElementKind> inputs() {
        return List.of(ElementKind.FLOAT, ElementKind.FLOAT, ElementKind.FLOAT, ElementKind.INT32);
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
        int room = keys.size(2);
        long attended = call.output(0, rows, (long) heads * headWidth).address();
        if (room % KeyBlocks.PLACES != 0) {
            throw new IllegalArgumentException("room for " + room + " keys is not in whole blocks");
        }
        int together = slots == 0 ? 0 : rows / slots;
        float[] scores = scores(room);
        float[] query = new float[headWidth];
        float scale = (float) (1 / Math.sqrt(headWidth));
        long headBytes = (long) headWidth * Float.BYTES;
        long rowBytes = projected.shape()[1] * Float.BYTES;
        for (int slot = 0; slot < slots; slot++) {
            int newest = Objects.checkIndex(last.getAtIndex(ValueLayout.JAVA_INT, slot), room);
            for (int head = 0; head < heads; head++) {
                long start = ((long) slot * heads + head) * room * headBytes;
                if (appending) {
                    append(
                            projected.address() + slot * rowBytes + head * headBytes,
                            keys.address() + start,
                            values + start,
                            newest);
                }
                for (int row = slot * together; row < (slot + 1) * together; row++) {
                    long from = projected.address() + row * rowBytes + head * headBytes;
                    for (int i = 0; i < headWidth; i++) {
                        query[i] = Memory.number(from, i) * scale;
                    }
                    ARITHMETIC.fit(query, keys.address() + start, newest + 1, scores);
                    ARITHMETIC.softmax(scores, newest + 1);
                    long to = ((long) row * heads + head) * headBytes;
                    ARITHMETIC.weigh(scores, newest + 1, values + start, headWidth, attended + to);
                }
            }
        }
    }

    private void append(long query, long keys, long values, int place) {
        int width = heads * headWidth;
        for (int i = 0; i < headWidth; i++) {
            Memory.number(keys, KeyBlocks.index(place, i, headWidth), Memory.number(query, width + i));
            Memory.number(values, (long) place * headWidth + i, Memory.number(query, 2 * width + i));
        }
    }

    private static float[] scores(int room) {
        float[] scores = SCORES.get();
        if (scores.length < room) {
            scores = new float[KeyBlocks.whole(room)];
            SCORES.set(scores);
        }
        return scores;
    }
}
