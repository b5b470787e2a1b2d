package dev.scriptorium.engine.seq2seq;

import dev.scriptorium.engine.onnx.BoundTensor;
import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.MemorySpace;
import dev.scriptorium.engine.onnx.TensorMemory;
import java.util.List;
import java.util.stream.Stream;

/**
 * The keys and values of all layers, {@code [slots, heads, capacity, width of a head]} each. A graph reads them in place and may
 * append to them in place.
 *
 * <p>Slots and capacity are doubled when more are needed, so that short texts cost little memory whatever a model could take.
 * Not for two threads at once.
 */
abstract sealed class KvCache implements AutoCloseable permits HostKvCache, DeviceKvCache {

    private static final int INITIAL_CAPACITY = 32;

    final Shape shape;
    private final MemorySpace place;
    private final int maxSlots;
    private List<TensorMemory> memory;
    private int slots;
    private int capacity;

    /**
     * What all slots of a model have in common.
     *
     * @param tensors two for each layer
     * @param maxCapacity the longest sequence
     */
    record Shape(ElementKind kind, int tensors, int heads, int headWidth, int maxCapacity) {

        long elements(int slots, int capacity) {
            return (long) slots * heads * capacity * headWidth;
        }
    }

    /**
     * What one slot holds, to be copied to another.
     *
     * @param begin the first place where they may differ
     * @param length places that are live
     */
    record Copy(int from, int to, int begin, int length) {}

    /**
     * A source among others that were encoded together.
     *
     * @param row its place among them
     * @param slot where it goes
     */
    record Encoded(int row, int length, int slot) {}

    /** @param place where the graph runs that reads them */
    KvCache(Shape shape, MemorySpace place, int maxSlots) {
        this.shape = shape;
        this.place = place;
        this.maxSlots = maxSlots;
        this.slots = 1;
        this.capacity = Math.min(INITIAL_CAPACITY, shape.maxCapacity());
        this.memory = allocated();
    }

    private List<TensorMemory> allocated() {
        List<TensorMemory> tensors = Stream.generate(() -> new TensorMemory(shape.kind(), place))
                .limit(shape.tensors())
                .toList();
        tensors.forEach(tensor -> tensor.reserve(shape.elements(slots, capacity)));
        return tensors;
    }

    /** Makes the first {@code slots} usable with {@code length} places each; what they hold stays. */
    void reserve(int wantedSlots, int wantedCapacity) {
        if (wantedSlots <= slots && wantedCapacity <= capacity) {
            return;
        }
        List<TensorMemory> old = memory;
        int oldSlots = slots;
        int oldCapacity = capacity;
        slots = grown(slots, wantedSlots, maxSlots);
        capacity = grown(capacity, wantedCapacity, shape.maxCapacity());
        memory = allocated();
        carry(old, oldSlots, oldCapacity);
        old.forEach(TensorMemory::close);
    }

    private static int grown(int present, int wanted, int most) {
        int size = present;
        while (size < wanted) {
            size = Math.min(2 * size, most);
        }
        return size;
    }

    /** Copies what smaller memory held to the one that took its place. */
    abstract void carry(List<TensorMemory> old, int oldSlots, int oldCapacity);

    /** Copies between slots; none that is written is read. */
    abstract void copy(List<Copy> copies);

    /**
     * Puts what an encoder gave into slots.
     *
     * @param cross {@code [sources * longest, tensors * heads * width of a head]}
     */
    abstract void put(TensorMemory cross, int longest, List<Encoded> sources);

    List<TensorMemory> memory() {
        return memory;
    }

    int slots() {
        return slots;
    }

    int capacity() {
        return capacity;
    }

    /** The first {@code used} slots of one of the tensors. */
    BoundTensor tensor(int number, int used) {
        return tensor(memory.get(number), used, capacity);
    }

    BoundTensor tensor(TensorMemory tensor, int slots, int capacity) {
        return tensor.tensor(slots, shape.heads(), capacity, shape.headWidth());
    }

    @Override
    public void close() {
        memory.forEach(TensorMemory::close);
    }
}
