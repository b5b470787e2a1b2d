package dev.scriptorium.engine.causal;

import dev.scriptorium.engine.onnx.BoundTensor;
import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.IoBinding;
import dev.scriptorium.engine.onnx.OnnxSession;
import dev.scriptorium.engine.onnx.TensorMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs a model's graph on rows of any sequences, with the memory of their keys and values: pages that are taken from the
 * operating system when they are first written. For one thread.
 */
final class PagedDecoder implements AutoCloseable {

    private final CausalConfig config;
    private final int pages;
    private final List<String> names;
    private final List<TensorMemory> memory;
    private final IoBinding binding;
    private final TensorMemory tokens = new TensorMemory(ElementKind.INT32);
    private final TensorMemory positions = new TensorMemory(ElementKind.INT32);
    private final TensorMemory sequences = new TensorMemory(ElementKind.INT32);
    private final TensorMemory tables = new TensorMemory(ElementKind.INT32);
    private final TensorMemory wanted = new TensorMemory(ElementKind.INT32);
    private final TensorMemory scores = new TensorMemory(ElementKind.FLOAT);

    /**
     * Consecutive tokens of one sequence to compute in one run.
     *
     * @param tokens of the whole sequence
     * @param first the position of the first of them
     * @param scored how many of the last are scored
     */
    record Part(int[] pages, int[] tokens, int first, int count, int scored) {}

    PagedDecoder(OnnxSession session, CausalConfig config, ElementKind kind, int pages) {
        this.config = config;
        this.pages = pages;
        this.names = CausalGraph.pageNames(config);
        long elements = (long) pages * config.keyHeads() * KvPages.PAGE * config.headWidth();
        this.memory = Stream.generate(() -> new TensorMemory(kind))
                .limit(names.size())
                .toList();
        try {
            memory.forEach(tensor -> tensor.reserve(elements));
            this.binding = session.bind();
        } catch (Throwable thrown) { // there may be no memory for all layers
            free();
            throw thrown;
        }
    }

    /** Computes the parts. Returns the logits of all scored tokens, one row of the vocabulary each. */
    MemorySegment run(List<Part> parts) {
        int rows = parts.stream().mapToInt(Part::count).sum();
        int scored = parts.stream().mapToInt(Part::scored).sum();
        int most = parts.stream().mapToInt(part -> part.pages().length).max().orElseThrow();
        fill(parts, rows, scored, most);
        MemorySegment all = scores.reserve((long) Math.max(1, scored) * config.vocabulary());
        Map<String, BoundTensor> inputs = new HashMap<>();
        inputs.put(CausalGraph.TOKENS, tokens.tensor(rows));
        inputs.put(CausalGraph.POSITIONS, positions.tensor(rows));
        inputs.put(CausalGraph.SEQUENCES, sequences.tensor(rows));
        inputs.put(CausalGraph.TABLES, tables.tensor(parts.size(), most));
        // A run without a scored row scores one, so that nothing is empty.
        inputs.put(CausalGraph.WANTED, wanted.tensor(Math.max(1, scored)));
        for (int i = 0; i < names.size(); i++) {
            inputs.put(names.get(i), memory.get(i).tensor(pages, config.keyHeads(), KvPages.PAGE, config.headWidth()));
        }
        binding.run(inputs, Map.of(CausalGraph.SCORES, scores.tensor(Math.max(1, scored), config.vocabulary())));
        return all;
    }

    private void fill(List<Part> parts, int rows, int scored, int most) {
        MemorySegment ids = tokens.reserve(rows);
        MemorySegment places = positions.reserve(rows);
        MemorySegment owners = sequences.reserve(rows);
        MemorySegment lists = tables.reserve((long) parts.size() * most).fill((byte) 0);
        MemorySegment named = wanted.reserve(Math.max(1, scored));
        named.setAtIndex(ValueLayout.JAVA_INT, 0, 0);
        int row = 0;
        int score = 0;
        for (int sequence = 0; sequence < parts.size(); sequence++) {
            Part part = parts.get(sequence);
            MemorySegment.copy(
                    part.pages(),
                    0,
                    lists,
                    ValueLayout.JAVA_INT,
                    (long) sequence * most * Integer.BYTES,
                    part.pages().length);
            for (int i = 0; i < part.count(); i++) {
                ids.setAtIndex(ValueLayout.JAVA_INT, row, part.tokens()[part.first() + i]);
                places.setAtIndex(ValueLayout.JAVA_INT, row, part.first() + i);
                owners.setAtIndex(ValueLayout.JAVA_INT, row, sequence);
                if (i >= part.count() - part.scored()) {
                    named.setAtIndex(ValueLayout.JAVA_INT, score++, row);
                }
                row++;
            }
        }
    }

    @Override
    public void close() {
        binding.close();
        free();
    }

    private void free() {
        memory.forEach(TensorMemory::close);
        List.of(tokens, positions, sequences, tables, wanted, scores).forEach(TensorMemory::close);
    }
}
