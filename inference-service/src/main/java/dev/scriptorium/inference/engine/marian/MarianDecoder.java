package dev.scriptorium.inference.engine.marian;

import ai.onnxruntime.OnnxTensor;
import dev.scriptorium.inference.engine.batch.Padded;
import dev.scriptorium.inference.engine.onnx.Outputs;
import dev.scriptorium.inference.engine.onnx.Values;
import dev.scriptorium.inference.engine.search.Candidates;
import dev.scriptorium.inference.engine.search.StepDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One batch on its way through a Marian decoder. For one thread. */
final class MarianDecoder implements StepDecoder {

    private final MarianSessions sessions;
    private final Set<Integer> forbidden;
    private final int beams;
    /** For each sentence, its place among the sentences of the last step. */
    private int[] sentences;

    private int length;
    /** The mask, keys and values of the sentences that are still written. */
    private Outputs source;
    /** The last step's outputs; null before the first. */
    private @Nullable Outputs past;

    /**
     * @param forbidden tokens that are never among the most likely
     * @param inputs the source's tokens, each with at least one
     */
    MarianDecoder(MarianSessions sessions, Set<Integer> forbidden, List<int[]> inputs, int beams) {
        this.sessions = sessions;
        this.forbidden = forbidden;
        this.beams = beams;
        this.sentences = IntStream.range(0, inputs.size()).toArray();
        Padded padded = Padded.of(inputs);
        try (OnnxTensor tokens = padded.tokens();
                OnnxTensor mask = padded.mask()) {
            this.source = sessions.encoder()
                    .run(Map.of(MarianGraphs.TOKENS, tokens, MarianGraphs.SOURCE_MASK, mask), sourceNames());
        }
    }

    @Override
    public int vocabularySize() {
        return sessions.targetVocabulary();
    }

    @Override
    public List<Candidates> mostLikely(Step step, int count) {
        int asked = Math.min(count + forbidden.size(), vocabularySize());
        Outputs outputs = run(step, asked, MarianGraphs.TOP_TOKENS, MarianGraphs.TOP_SCORES);
        long[] tokens = outputs.longs(MarianGraphs.TOP_TOKENS);
        float[] scores = outputs.floats(MarianGraphs.TOP_SCORES);
        List<Candidates> rows = new ArrayList<>();
        for (int start = 0; start < tokens.length; start += asked) {
            rows.add(allowed(tokens, scores, start, start + asked, count));
        }
        return rows;
    }

    /** The first {@code count} of the candidates from {@code start} to {@code end} that may be written. */
    private Candidates allowed(long[] tokens, float[] scores, int start, int end, int count) {
        int[] places = IntStream.range(start, end)
                .filter(place -> !forbidden.contains((int) tokens[place]))
                .limit(count)
                .toArray();
        float[] kept = new float[places.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = scores[places[i]];
        }
        return new Candidates(
                IntStream.of(places).map(place -> (int) tokens[place]).toArray(), kept);
    }

    @Override
    public List<float[]> scores(Step step) {
        float[] all = run(step, 1, MarianGraphs.SCORES).floats(MarianGraphs.SCORES);
        int size = vocabularySize();
        return IntStream.range(0, all.length / size)
                .mapToObj(row -> Arrays.copyOfRange(all, row * size, (row + 1) * size))
                .toList();
    }

    private Outputs run(Step step, int count, String... wanted) {
        int rows = step.tokens().length;
        Set<String> outputs = new HashSet<>(List.of(wanted));
        outputs.addAll(sessions.cacheNames());
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try (OnnxTensor tokens = Values.longs(longs(step.tokens()), rows / beams, beams);
                OnnxTensor parents = Values.longs(pastRows(step.parents()), rows);
                OnnxTensor position = Values.longs(new long[] {length}, 1);
                OnnxTensor top = Values.longs(new long[] {count}, 1);
                OnnxTensor none = Values.noFloats(rows, sessions.heads(), 0, sessions.headWidth())) {
            inputs.put(MarianGraphs.TOKENS, tokens);
            inputs.put(MarianGraphs.PARENTS, parents);
            inputs.put(MarianGraphs.POSITION, position);
            inputs.put(MarianGraphs.COUNT, top);
            sourceNames().forEach(name -> inputs.put(name, source.tensor(name)));
            sessions.cacheNames()
                    .forEach(name -> inputs.put(MarianGraphs.past(name), past == null ? none : past.tensor(name)));
            Outputs result = sessions.decoderStep().run(inputs, outputs);
            if (past != null) {
                past.close();
            }
            past = result;
        }
        sentences = IntStream.range(0, rows / beams).toArray();
        length++;
        return past;
    }

    /** Rows of the step before, counted as they were before sentences left the batch. */
    private long[] pastRows(int[] parents) {
        return Arrays.stream(parents)
                .mapToLong(parent -> (long) sentences[parent / beams] * beams + parent % beams)
                .toArray();
    }

    @Override
    public void keep(int[] kept) {
        sentences = IntStream.of(kept).map(place -> sentences[place]).toArray();
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try (OnnxTensor places = Values.longs(longs(kept), kept.length)) {
            inputs.put(MarianGraphs.SENTENCES, places);
            sourceNames().forEach(name -> inputs.put(MarianGraphs.all(name), source.tensor(name)));
            Outputs selected = sessions.selection().run(inputs, sourceNames());
            source.close();
            source = selected;
        }
    }

    private Set<String> sourceNames() {
        Set<String> names = new HashSet<>(sessions.crossNames());
        names.add(MarianGraphs.MASK);
        return names;
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    @Override
    public void close() {
        source.close();
        if (past != null) {
            past.close();
        }
    }
}
