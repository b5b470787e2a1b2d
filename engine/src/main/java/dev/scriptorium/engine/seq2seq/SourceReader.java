package dev.scriptorium.engine.seq2seq;

import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.IoBinding;
import dev.scriptorium.engine.onnx.TensorMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Runs the encoder and puts what the decoder attends to into slots, sources of similar length together. Not for two
 * threads at once.
 */
final class SourceReader implements AutoCloseable {

    /** Sources of one run: more of them make its products no faster, only its filling and its memory larger. */
    private static final int MAX_SOURCES = 16;

    private static final int MAX_TOKENS = 4096;

    private final IoBinding encoder;
    private final TensorMemory tokens = new TensorMemory(ElementKind.INT32);
    private final TensorMemory mask = new TensorMemory(ElementKind.INT32);
    private final TensorMemory cross;
    private final int tokenWidth;

    SourceReader(Seq2SeqSessions sessions) {
        this.encoder = sessions.encoder().bind();
        this.tokenWidth = sessions.crossNames().size() * sessions.config().attentionWidth();
        this.cross = sessions.hidden();
    }

    /** Reads {@code sources} into the slots from {@code firstSlot} on, which are reserved. */
    void read(List<int[]> sources, KvCache slots, int firstSlot) {
        List<Integer> byLength = IntStream.range(0, sources.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer place) -> -sources.get(place).length))
                .toList();
        int start = 0;
        while (start < byLength.size()) {
            int longest = sources.get(byLength.get(start)).length;
            int end = Math.min(byLength.size(), start + Math.clamp(MAX_TOKENS / longest, 1, MAX_SOURCES));
            List<Integer> places = byLength.subList(start, end);
            encode(places.stream().map(sources::get).toList(), longest);
            List<KvCache.Encoded> encoded = IntStream.range(0, places.size())
                    .mapToObj(row ->
                            new KvCache.Encoded(row, sources.get(places.get(row)).length, firstSlot + places.get(row)))
                    .toList();
            slots.put(cross, longest, encoded);
            start = end;
        }
    }

    private void encode(List<int[]> sources, int longest) {
        long size = (long) sources.size() * longest;
        MemorySegment ids = tokens.reserve(size).fill((byte) 0);
        MemorySegment shown = mask.reserve(size).fill((byte) 0);
        for (int row = 0; row < sources.size(); row++) {
            int[] source = sources.get(row);
            for (int i = 0; i < source.length; i++) {
                ids.setAtIndex(ValueLayout.JAVA_INT, (long) row * longest + i, source[i]);
                shown.setAtIndex(ValueLayout.JAVA_INT, (long) row * longest + i, 1);
            }
        }
        cross.reserve(size * tokenWidth);
        encoder.run(
                Map.of(
                        Seq2SeqGraphs.TOKENS, tokens.tensor(sources.size(), longest),
                        Seq2SeqGraphs.SOURCE_MASK, mask.tensor(sources.size(), longest)),
                Map.of(Seq2SeqGraphs.CROSS, cross.tensor(size, tokenWidth)));
    }

    @Override
    public void close() {
        encoder.close();
        tokens.close();
        mask.close();
        cross.close();
    }
}
