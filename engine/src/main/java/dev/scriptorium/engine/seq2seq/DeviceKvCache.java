package dev.scriptorium.engine.seq2seq;

import dev.scriptorium.engine.onnx.BoundTensor;
import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.IoBinding;
import dev.scriptorium.engine.onnx.TensorMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Slots in the memory of a device, moved about by graphs that run there: whole slots, whatever of them is live. Not for two
 * threads at once.
 */
final class DeviceKvCache extends KvCache {

    private final IoBinding grow;
    private final IoBinding copy;
    private final IoBinding put;
    private final TensorMemory from = new TensorMemory(ElementKind.INT64);
    private final TensorMemory to = new TensorMemory(ElementKind.INT64);
    private final TensorMemory grid = new TensorMemory(ElementKind.INT64);
    private final TensorMemory pads = new TensorMemory(ElementKind.INT64);

    DeviceKvCache(KvCacheGraphs graphs, Shape shape, int maxSlots) {
        super(shape, graphs.copy().memorySpace(), maxSlots);
        this.grow = graphs.grow().bind();
        this.copy = graphs.copy().bind();
        this.put = graphs.put().bind();
    }

    @Override
    void carry(List<TensorMemory> old, int oldSlots, int oldCapacity) {
        run(
                grow,
                Map.of(KvCacheGraphs.PADS, pads(slots() - oldSlots, capacity() - oldCapacity)),
                old.stream()
                        .map(tensor -> tensor(tensor, oldSlots, oldCapacity))
                        .toList());
    }

    @Override
    void copy(List<Copy> copies) {
        if (!copies.isEmpty()) {
            run(
                    copy,
                    rows(
                            copies.stream().mapToLong(Copy::from).toArray(),
                            copies.stream().mapToLong(Copy::to).toArray()),
                    all());
        }
    }

    @Override
    void put(TensorMemory cross, int longest, List<Encoded> sources) {
        long[] rows = sources.stream().mapToLong(Encoded::row).toArray();
        long[] slots = sources.stream().mapToLong(Encoded::slot).toArray();
        Map<String, BoundTensor> inputs = rows(rows, slots);
        int width = shape.heads() * shape.headWidth();
        inputs.put(KvCacheGraphs.CROSS, cross.tensor((long) sources.size() * longest, (long) shape.tensors() * width));
        inputs.put(
                KvCacheGraphs.GRID,
                longs(grid, sources.size(), longest, shape.heads(), shape.headWidth())
                        .tensor(4));
        inputs.put(KvCacheGraphs.PADS, pads(0, capacity() - longest));
        run(put, inputs, all());
    }

    private void run(IoBinding graph, Map<String, BoundTensor> given, List<BoundTensor> before) {
        Map<String, BoundTensor> inputs = new HashMap<>(given);
        Map<String, BoundTensor> outputs = new HashMap<>();
        for (int tensor = 0; tensor < before.size(); tensor++) {
            inputs.put(KvCacheGraphs.slots(tensor), before.get(tensor));
            outputs.put(KvCacheGraphs.written(tensor), tensor(tensor, slots()));
        }
        graph.run(inputs, outputs);
    }

    private List<BoundTensor> all() {
        return IntStream.range(0, shape.tensors())
                .mapToObj(tensor -> tensor(tensor, slots()))
                .toList();
    }

    private Map<String, BoundTensor> rows(long[] read, long[] written) {
        Map<String, BoundTensor> rows = new HashMap<>();
        rows.put(KvCacheGraphs.FROM, longs(from, read).tensor(read.length));
        rows.put(KvCacheGraphs.TO, longs(to, written).tensor(written.length, 1));
        return rows;
    }

    private BoundTensor pads(int slots, int capacity) {
        return longs(pads, 0, 0, 0, 0, slots, 0, capacity, 0).tensor(8);
    }

    private static TensorMemory longs(TensorMemory memory, long... values) {
        MemorySegment.copy(values, 0, memory.reserve(values.length), ValueLayout.JAVA_LONG, 0, values.length);
        return memory;
    }

    @Override
    public void close() {
        List.of(grow, copy, put).forEach(IoBinding::close);
        List.of(from, to, grid, pads).forEach(TensorMemory::close);
        super.close();
    }
}
