package dev.scriptorium.inference.engine.seq2seq;

import dev.scriptorium.inference.engine.onnx.BoundTensor;
import dev.scriptorium.inference.engine.onnx.ElementKind;
import dev.scriptorium.inference.engine.onnx.TensorMemory;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;

/**
 * The keys and values of all layers, {@code [slots, heads, room, width of a head]} each. A graph reads them in place and may
 * append to them in place.
 *
 * <p>Slots and room are doubled when more are needed, so that short texts cost little memory whatever a model could take.
 * Not for two threads at once.
 */
final class KeyValueSlots implements AutoCloseable {

    private static final int FIRST_ROOM = 32;

    private final int tensors;
    private final int heads;
    private final long headBytes;
    private final int headWidth;
    private final int maxSlots;
    private final int maxRoom;
    private List<TensorMemory> memory = List.of();
    private int slots;
    private int room;

    /**
     * @param tensors two for each layer
     * @param maxRoom the longest sequence
     */
    KeyValueSlots(int tensors, int heads, int headWidth, int maxSlots, int maxRoom) {
        this.tensors = tensors;
        this.heads = heads;
        this.headWidth = headWidth;
        this.headBytes = (long) headWidth * Float.BYTES;
        this.maxSlots = maxSlots;
        this.maxRoom = maxRoom;
    }

    /** Makes the first {@code slots} usable with {@code length} places each; what they hold stays. */
    void reserve(int wantedSlots, int wantedRoom) {
        if (wantedSlots <= slots && wantedRoom <= room) {
            return;
        }
        int newSlots = grown(slots, wantedSlots, 1, maxSlots);
        int newRoom = grown(room, wantedRoom, FIRST_ROOM, maxRoom);
        List<TensorMemory> old = memory;
        memory = Stream.generate(() -> new TensorMemory(ElementKind.FLOAT))
                .limit(tensors)
                .toList();
        memory.forEach(tensor -> tensor.reserve((long) newSlots * heads * newRoom * headWidth));
        for (int tensor = 0; tensor < old.size(); tensor++) {
            MemorySegment from = old.get(tensor).segment();
            MemorySegment to = memory.get(tensor).segment();
            for (long head = 0; head < (long) slots * heads; head++) {
                MemorySegment.copy(from, head * room * headBytes, to, head * newRoom * headBytes, room * headBytes);
            }
        }
        old.forEach(TensorMemory::close);
        slots = newSlots;
        room = newRoom;
    }

    private static int grown(int present, int wanted, int first, int most) {
        int size = Math.max(present, Math.min(first, most));
        while (size < wanted) {
            size = Math.min(2 * size, most);
        }
        return size;
    }

    /** Copies the first {@code length} places of a slot to another. */
    void copy(int from, int to, int length) {
        for (TensorMemory tensor : memory) {
            MemorySegment segment = tensor.segment();
            for (int head = 0; head < heads; head++) {
                MemorySegment.copy(segment, offset(from, head, 0), segment, offset(to, head, 0), length * headBytes);
            }
        }
    }

    /**
     * Sets one place of a slot.
     *
     * @param source for each tensor, all heads side by side
     * @param offset of the first of them, in bytes
     */
    void set(int slot, int place, MemorySegment source, long offset) {
        long from = offset;
        for (TensorMemory tensor : memory) {
            for (int head = 0; head < heads; head++) {
                MemorySegment.copy(source, from, tensor.segment(), offset(slot, head, place), headBytes);
                from += headBytes;
            }
        }
    }

    private long offset(int slot, int head, int place) {
        return (((long) slot * heads + head) * room + place) * headBytes;
    }

    /** The first {@code used} slots of one of the tensors. */
    BoundTensor tensor(int number, int used) {
        return memory.get(number).tensor(used, heads, room, headWidth);
    }

    @Override
    public void close() {
        memory.forEach(TensorMemory::close);
    }
}
