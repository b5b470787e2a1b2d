package dev.scriptorium.engine.seq2seq;

import dev.scriptorium.engine.onnx.BoundTensor;
import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.IoBinding;
import dev.scriptorium.engine.onnx.TensorMemory;
import dev.scriptorium.engine.search.Candidates;
import dev.scriptorium.engine.search.StepDecoder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A decoder whose sentences come and go between steps. For one thread.
 *
 * <p>Each sentence has a slot of {@code beams} rows, each with what is written; what the encoder read is there once for all
 * rows that attend to it together. Slots in use lie at the beginning, so that a step computes no others; the place of a
 * sentence that leaves is taken by the last one.
 * Slots and rows are internal: callers count sentences, and this class translates. See ADR 0011.
 */
final class CachedDecoder implements StepDecoder {

    private final Seq2SeqSessions sessions;
    private final Set<Integer> forbidden;
    private final int beams;
    private final int capacity;
    private final KvCache own;
    private final KvCache cross;
    private final SourceReader reader;
    private final IoBinding decoder;
    private final IoBinding outputLayer;
    private final NextTokens nextTokens;
    private boolean sentencesChanged;
    private final List<Sentence> sentences = new ArrayList<>();

    private final TensorMemory tokens = new TensorMemory(ElementKind.INT32);
    private final TensorMemory past = new TensorMemory(ElementKind.INT32);
    private final TensorMemory longest = new TensorMemory(ElementKind.INT32);
    private final TensorMemory source = new TensorMemory(ElementKind.INT32);
    private final TensorMemory attention = new TensorMemory(ElementKind.FLOAT);
    /** The places of each row in {@link #attention}. */
    private int attended;

    private final TensorMemory one = new TensorMemory(ElementKind.INT64);
    private final TensorMemory hidden;
    private final TensorMemory scores = new TensorMemory(ElementKind.FLOAT);

    /**
     * @param forbidden tokens that are never among the most likely
     * @param beams rows of each sentence
     * @param capacity the most sentences at one time
     */
    CachedDecoder(Seq2SeqSessions sessions, Set<Integer> forbidden, int beams, int capacity) {
        this.sessions = sessions;
        this.forbidden = forbidden;
        this.beams = beams;
        this.capacity = capacity;
        this.own = sessions.slots(capacity * beams);
        this.cross = sessions.slots(capacity);
        this.reader = new SourceReader(sessions);
        this.hidden = sessions.hidden();
        this.decoder = sessions.decoderStep().bind();
        this.outputLayer = sessions.outputLayer().bind();
        this.nextTokens = sessions.nextTokens(beams);
        one.segment().set(ValueLayout.JAVA_LONG, 0, 1);
    }

    @Override
    public int vocabularySize() {
        return sessions.config().targetVocabSize();
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void admit(List<int[]> sources) {
        if (sentences.size() + sources.size() > capacity) {
            throw new IllegalArgumentException(sources.size() + " sentences do not fit beside " + sentences.size()
                    + "; the decoder has capacity for " + capacity);
        }
        if (sources.isEmpty()) {
            return;
        }
        int first = sentences.size();
        int capacity = sources.stream().mapToInt(source -> source.length).max().orElseThrow();
        cross.reserve(first + sources.size(), capacity);
        reader.read(sources, cross, first);
        for (int[] source : sources) {
            sentencesChanged = true;
            sentences.add(new Sentence(sentences.size(), source.length, beams, sessions.shortlist(source)));
        }
    }

    @Override
    public List<Candidates> mostLikely(Step step, int wanted) {
        BoundTensor hidden = run(step);
        if (sentencesChanged) {
            nextTokens.changed(sentences);
            sentencesChanged = false;
        }
        int places = nextTokens.rank(hidden, sentences.size() * beams, wanted + forbidden.size());
        return rows(row -> allowed(row, places, wanted));
    }

    /** The first {@code wanted} of a row's candidates that may be written. */
    private Candidates allowed(int row, int places, int wanted) {
        int[] kept = new int[Math.min(places, wanted)];
        float[] scores = new float[kept.length];
        int found = 0;
        for (int place = 0; place < places && found < kept.length; place++) {
            int token = nextTokens.token(row, place);
            if (token >= 0 && !forbidden.contains(token)) {
                kept[found] = token;
                scores[found++] = nextTokens.score(row, place);
            }
        }
        return new Candidates(Arrays.copyOf(kept, found), Arrays.copyOf(scores, found));
    }

    @Override
    public List<float[]> scores(Step step) {
        BoundTensor last = run(step);
        int size = vocabularySize();
        int rows = sentences.size() * beams;
        MemorySegment all = scores.reserve((long) rows * size);
        outputLayer.run(
                Map.of(Seq2SeqGraphs.HIDDEN, last, Seq2SeqGraphs.COUNT, one.tensor(1)),
                Map.of(Seq2SeqGraphs.SCORES, scores.tensor(rows, size)));
        return rows(row -> all.asSlice((long) row * size * Float.BYTES, (long) size * Float.BYTES)
                .toArray(ValueLayout.JAVA_FLOAT));
    }

    @Override
    public List<float[]> attention(int place) {
        Sentence sentence = sentences.get(place);
        if (attended == 0) {
            return List.of();
        }
        long bytes = (long) attended * Float.BYTES;
        return IntStream.range(0, beams)
                .mapToObj(beam -> attention
                        .segment()
                        .asSlice(sentence.row(beam) * bytes, (long) sentence.sourceLength() * Float.BYTES)
                        .toArray(ValueLayout.JAVA_FLOAT))
                .toList();
    }

    private interface RowReader<T> {
        T read(int row);
    }

    /** What each row gave, in the caller's order. */
    private <T> List<T> rows(RowReader<T> reader) {
        List<T> rows = new ArrayList<>(sentences.size() * beams);
        for (Sentence sentence : sentences) {
            for (int beam = 0; beam < beams; beam++) {
                rows.add(reader.read(sentence.row(beam)));
            }
        }
        return rows;
    }

    /** Runs the layers for a step; the result is {@code [rows, width]}. */
    private BoundTensor run(Step step) {
        int rows = sentences.size() * beams;
        if (step.tokens().length != rows) {
            throw new IllegalArgumentException("a step of " + step.tokens().length + " rows for a batch of " + rows);
        }
        place(step);
        int width = sessions.config().hiddenSize();
        hidden.reserve((long) rows * width);
        BoundTensor result = hidden.tensor(rows, width);
        Map<String, BoundTensor> inputs = new HashMap<>();
        Map<String, BoundTensor> outputs = new HashMap<>();
        inputs.put(Seq2SeqGraphs.TOKENS, tokens.tensor(rows));
        inputs.put(Seq2SeqGraphs.PAST, past.tensor(rows));
        inputs.put(Seq2SeqGraphs.SOURCE, source.tensor(sentences.size()));
        if (sessions.decoderStep().inputs().contains(Seq2SeqGraphs.LONGEST)) {
            inputs.put(Seq2SeqGraphs.LONGEST, longest.tensor());
        }
        if (sessions.decoderStep().inputs().contains(Seq2SeqGraphs.ATTENTION)) {
            attended = step.attention() ? cross.capacity() : 0;
            attention.reserve((long) rows * attended);
            inputs.put(Seq2SeqGraphs.ATTENTION, attention.tensor(rows, attended));
        }
        outputs.put(Seq2SeqGraphs.HIDDEN, result);
        bind(own, sessions.ownNames(), rows, inputs, outputs);
        bind(cross, sessions.crossNames(), sentences.size(), inputs, outputs);
        decoder.run(inputs, outputs);
        sentences.forEach(Sentence::advance);
        return result;
    }

    private void bind(
            KvCache slots,
            List<String> names,
            int used,
            Map<String, BoundTensor> inputs,
            Map<String, BoundTensor> outputs) {
        for (int i = 0; i < names.size(); i++) {
            BoundTensor tensor = slots.tensor(i, used);
            String same = Seq2SeqGraphs.same(names.get(i));
            inputs.put(names.get(i), tensor);
            if (sessions.decoderStep().outputs().contains(same)) {
                outputs.put(same, tensor);
            }
        }
    }

    /** Makes every row follow its parent and writes what the step appends to it. */
    private void place(Step step) {
        int rows = step.tokens().length;
        int capacity = 1 + sentences.stream().mapToInt(Sentence::written).max().orElse(0);
        own.reserve(rows, capacity);
        longest.segment().set(ValueLayout.JAVA_INT, 0, capacity);
        MemorySegment ids = tokens.reserve(rows);
        MemorySegment lengths = past.reserve(rows);
        MemorySegment lastOfSource = source.reserve(sentences.size());
        List<KvCache.Copy> copies = new ArrayList<>();
        int[] parents = new int[beams];
        for (int i = 0; i < sentences.size(); i++) {
            Sentence sentence = sentences.get(i);
            for (int beam = 0; beam < beams; beam++) {
                parents[beam] = step.parents()[i * beams + beam] % beams;
            }
            int firstRow = sentence.slot() * beams;
            sentence.follow(
                    parents,
                    (from, to, begin) ->
                            copies.add(new KvCache.Copy(firstRow + from, firstRow + to, begin, sentence.written())));
            for (int beam = 0; beam < beams; beam++) {
                int row = sentence.row(beam);
                ids.setAtIndex(ValueLayout.JAVA_INT, row, step.tokens()[i * beams + beam]);
                lengths.setAtIndex(ValueLayout.JAVA_INT, row, sentence.written());
            }
            lastOfSource.setAtIndex(ValueLayout.JAVA_INT, sentence.slot(), sentence.sourceLength() - 1);
        }
        own.copy(copies);
    }

    @Override
    public void keep(int[] kept) {
        List<Sentence> staying = IntStream.of(kept).mapToObj(sentences::get).toList();
        boolean[] taken = new boolean[staying.size()];
        staying.stream()
                .filter(sentence -> sentence.slot() < taken.length)
                .forEach(sentence -> taken[sentence.slot()] = true);
        List<KvCache.Copy> written = new ArrayList<>();
        List<KvCache.Copy> read = new ArrayList<>();
        int free = 0;
        for (Sentence sentence : staying) {
            if (sentence.slot() >= taken.length) {
                while (taken[free]) {
                    free++;
                }
                taken[free] = true;
                move(written, beams, sentence.slot(), free, sentence.written());
                move(read, 1, sentence.slot(), free, sentence.sourceLength());
                sentence.moveTo(free);
            }
        }
        own.copy(written);
        cross.copy(read);
        sentences.clear();
        sentences.addAll(staying);
        sentencesChanged = true;
    }

    /** All that a sentence has of keys and values, to another slot. */
    private static void move(List<KvCache.Copy> copies, int each, int from, int to, int length) {
        for (int i = 0; i < each; i++) {
            copies.add(new KvCache.Copy(from * each + i, to * each + i, 0, length));
        }
    }

    @Override
    public void close() {
        List.of(tokens, past, longest, source, attention, one, hidden, scores).forEach(TensorMemory::close);
        nextTokens.close();
        decoder.close();
        outputLayer.close();
        own.close();
        cross.close();
        reader.close();
    }
}
