package dev.scriptorium.engine.kernels;

import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.Kernel;
import dev.scriptorium.engine.onnx.KernelCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Causal attention of any number of new tokens of each sequence, whose keys and values lie in pages (Kwon et al. 2023,
 * "PagedAttention"). Keys and values of the new tokens are written first; each token then attends to those at its own
 * position and before.
 *
 * <p>Inputs: projections {@code [rows, (heads + 2 * keyHeads) * headWidth]}, queries, keys and values side by side; keys
 * {@code [pages, keyHeads, PAGE, headWidth]} and values of the same shape, both as {@link KvLayout} lie; the position of each
 * row {@code [rows]}; the sequence of each row {@code [rows]}; the pages of each sequence in order
 * {@code [sequences, most pages]}; where {@code turned > 0}, cosines and sines by position {@code [positions, turned]}; where
 * {@code normalised}, gains of queries and of keys {@code [headWidth]} each. Output: {@code [rows, heads * headWidth]}.
 *
 * @param turned elements of a head that are turned by their position; 0 is none
 * @param normalised whether each head of queries and keys is divided by its root mean square, plus epsilon
 * @param window positions that a token attends to, its own among them; 0 is all
 * @param scale what scores are multiplied by
 * @param cap what scores are softly kept below; 0 is no cap
 */
public record PagedAttention(
        int heads,
        int keyHeads,
        int headWidth,
        KvLayout elements,
        int turned,
        boolean normalised,
        float epsilon,
        int window,
        float scale,
        float cap)
        implements Kernel {

    /** Positions of one page: whole blocks of keys. */
    public static final int PAGE = 2 * BlockedKeys.BLOCK;

    private static final ThreadLocal<float[]> SCORES = ThreadLocal.withInitial(() -> new float[1024]);

    @Override
    public String name() {
        return "PagedAttention" + heads + "x" + keyHeads + "x" + headWidth + elements
                + "t" + turned + "w" + window + (normalised ? "Normalised" : "")
                + Integer.toHexString(Float.floatToIntBits(scale))
                + Integer.toHexString(Float.floatToIntBits(cap)) + Integer.toHexString(Float.floatToIntBits(epsilon));
    }

    @Override
    public List<ElementKind> inputs() {
        List<ElementKind> inputs = new ArrayList<>(List.of(
                ElementKind.FLOAT,
                elements.kind(),
                elements.kind(),
                ElementKind.INT32,
                ElementKind.INT32,
                ElementKind.INT32));
        if (turned > 0) {
            inputs.add(ElementKind.FLOAT);
        }
        if (normalised) {
            inputs.add(ElementKind.FLOAT);
            inputs.add(ElementKind.FLOAT);
        }
        return inputs;
    }

    @Override
    public List<ElementKind> outputs() {
        return List.of(ElementKind.FLOAT);
    }

    /** The inputs of one call, checked. */
    private record Call(
            long projected,
            int width,
            long keys,
            long values,
            int pages,
            long positions,
            long sequences,
            long tables,
            int mostPages,
            int rows) {

        int position(int row) {
            return Memory.getInt(positions, row);
        }

        int page(int row, int number) {
            return Memory.getInt(tables, (long) Memory.getInt(sequences, row) * mostPages + number);
        }
    }

    @Override
    public void compute(KernelCall call) {
        KernelCall.Input projected = call.input(0);
        KernelCall.Input keys = call.input(1);
        KernelCall.Input tables = call.input(5);
        Call inputs = new Call(
                projected.address(),
                projected.size(1),
                keys.address(),
                call.input(2).address(),
                keys.size(0),
                call.input(3).address(),
                call.input(4).address(),
                tables.address(),
                tables.size(1),
                projected.size(0));
        check(inputs, keys, tables.size(0), call);
        long attended = call.output(0, inputs.rows(), (long) heads * headWidth).address();
        float[] queries = new float[Math.multiplyExact(inputs.rows(), heads * headWidth)];
        long gains = normalised ? call.input(turned > 0 ? 7 : 6).address() : 0;
        long keyGains = normalised ? call.input(turned > 0 ? 8 : 7).address() : 0;
        long angles = turned > 0 ? call.input(6).address() : 0;
        float[] head = new float[headWidth];
        long scratch = Scratch.of(2 * headWidth);
        for (int row = 0; row < inputs.rows(); row++) {
            long start = Product.at(inputs.projected(), row, inputs.width());
            long angle = angles + (long) inputs.position(row) * turned * Float.BYTES;
            for (int i = 0; i < heads; i++) {
                prepare(start + (long) i * headWidth * Float.BYTES, gains, angle, head);
                for (int j = 0; j < headWidth; j++) {
                    queries[(row * heads + i) * headWidth + j] = head[j] * scale;
                }
            }
            append(inputs, row, start, keyGains, angle, head, scratch);
        }
        // Heads outside, so that rows of one sequence find its keys in the cache.
        for (int keyHead = 0; keyHead < keyHeads; keyHead++) {
            for (int row = 0; row < inputs.rows(); row++) {
                for (int i = 0; i < heads / keyHeads; i++) {
                    int at = row * heads + keyHead * (heads / keyHeads) + i;
                    long to = attended + (long) at * headWidth * Float.BYTES;
                    attend(inputs, row, keyHead, queries, at * headWidth, to, scratch);
                }
            }
        }
    }

    private void check(Call call, KernelCall.Input keys, int sequences, KernelCall all) {
        int positions = turned > 0 ? all.input(6).size(0) : Integer.MAX_VALUE;
        if (keys.size(1) != keyHeads || keys.size(2) != PAGE || keys.size(3) != headWidth) {
            throw new IllegalArgumentException("pages of another shape");
        }
        if (call.width() != (heads + 2L * keyHeads) * headWidth) {
            throw new IllegalArgumentException("projections of another width");
        }
        for (int row = 0; row < call.rows(); row++) {
            Objects.checkIndex(call.position(row), (int) Math.min(positions, (long) call.mostPages() * PAGE));
            Objects.checkIndex(Memory.getInt(call.sequences(), row), sequences);
            for (int page = 0; page <= call.position(row) / PAGE; page++) {
                Objects.checkIndex(call.page(row, page), call.pages());
            }
        }
    }

    /** Normalises one head and turns it. */
    private void prepare(long source, long gains, long angle, float[] head) {
        for (int i = 0; i < headWidth; i++) {
            head[i] = Memory.getFloat(source, i);
        }
        if (normalised) {
            float squares = 0;
            for (float element : head) {
                squares += element * element;
            }
            float factor = (float) (1 / Math.sqrt(squares / headWidth + epsilon));
            for (int i = 0; i < headWidth; i++) {
                head[i] *= factor * Memory.getFloat(gains, i);
            }
        }
        int half = turned / 2;
        for (int i = 0; i < half; i++) {
            float cosine = Memory.getFloat(angle, i);
            float sine = Memory.getFloat(angle, half + i);
            float first = head[i];
            float second = head[half + i];
            head[i] = first * cosine - second * sine;
            head[half + i] = second * cosine + first * sine;
        }
    }

    private void append(Call call, int row, long start, long gains, long angle, float[] head, long scratch) {
        int position = call.position(row);
        int page = call.page(row, position / PAGE);
        for (int keyHead = 0; keyHead < keyHeads; keyHead++) {
            long key = start + (long) (heads + keyHead) * headWidth * Float.BYTES;
            prepare(key, gains, angle, head);
            for (int i = 0; i < headWidth; i++) {
                Memory.putFloat(scratch, i, head[i]);
            }
            long offset = place(page, keyHead);
            elements.key(call.keys() + offset, headWidth, position % PAGE, scratch);
            long value = key + (long) keyHeads * headWidth * Float.BYTES;
            elements.value(call.values() + offset, headWidth, position % PAGE, value);
        }
    }

    /** Where a head of a page begins, in bytes. */
    private long place(int page, int keyHead) {
        return ((long) page * keyHeads + keyHead)
                * PAGE
                * headWidth
                * elements.kind().bytes();
    }

    private void attend(Call call, int row, int keyHead, float[] queries, int query, long to, long scratch) {
        int position = call.position(row);
        int first = window == 0 ? 0 : Math.max(0, position - window + 1);
        int firstPage = first / PAGE;
        int lastPage = position / PAGE;
        int begin = first - firstPage * PAGE;
        int count = position - first + 1;
        float[] scores = scores((lastPage - firstPage + 2) * PAGE);
        for (int number = firstPage; number <= lastPage; number++) {
            int there = Math.min(PAGE, position + 1 - number * PAGE);
            long keys = call.keys() + place(call.page(row, number), keyHead);
            elements.dotProducts(queries, query, headWidth, keys, there, scores, (number - firstPage) * PAGE);
        }
        if (cap > 0) {
            for (int i = begin; i < begin + count; i++) {
                scores[i] = cap * (float) Math.tanh(scores[i] / cap);
            }
        }
        Arithmetic.BEST.softmax(scores, begin, count);
        for (int number = firstPage; number <= lastPage; number++) {
            int from = number == firstPage ? begin : 0;
            int there = Math.min(PAGE, position + 1 - number * PAGE) - from;
            long values = call.values()
                    + place(call.page(row, number), keyHead)
                    + (long) from * headWidth * elements.kind().bytes();
            long sum = number == firstPage ? to : scratch + (long) headWidth * Float.BYTES;
            elements.weightedSum(scores, (number - firstPage) * PAGE + from, there, values, headWidth, sum);
            if (number != firstPage) {
                for (int i = 0; i < headWidth; i++) {
                    Memory.putFloat(to, i, Memory.getFloat(to, i) + Memory.getFloat(sum, i));
                }
            }
        }
    }

    private static float[] scores(int count) {
        float[] scores = SCORES.get();
        if (scores.length < count) {
            scores = new float[Math.max(count, 2 * scores.length)];
            SCORES.set(scores);
        }
        return scores;
    }
}
