package dev.scriptorium.inference.engine.seq2seq;

import dev.scriptorium.inference.engine.onnx.Place;
import dev.scriptorium.inference.engine.onnx.TensorMemory;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Slots that Java reaches, and copies no more of than is live. Not for two threads at once. */
final class HostSlots extends KeyValueSlots {

    private final long headBytes;

    HostSlots(Shape shape, int maxSlots) {
        super(shape, Place.HOST, maxSlots);
        this.headBytes = (long) shape.headWidth() * shape.kind().bytes();
    }

    @Override
    void carry(List<TensorMemory> old, int oldSlots, int oldRoom) {
        for (int tensor = 0; tensor < old.size(); tensor++) {
            MemorySegment from = old.get(tensor).segment();
            MemorySegment to = memory().get(tensor).segment();
            for (long head = 0; head < (long) oldSlots * shape.heads(); head++) {
                MemorySegment.copy(
                        from, head * oldRoom * headBytes, to, head * room() * headBytes, oldRoom * headBytes);
            }
        }
    }

    @Override
    void copy(List<Copy> copies) {
        for (Copy copy : copies) {
            for (TensorMemory tensor : memory()) {
                MemorySegment segment = tensor.segment();
                for (int head = 0; head < shape.heads(); head++) {
                    MemorySegment.copy(
                            segment,
                            offset(copy.from(), head, 0),
                            segment,
                            offset(copy.to(), head, 0),
                            copy.length() * headBytes);
                }
            }
        }
    }

    @Override
    void put(TensorMemory cross, int longest, List<Encoded> sources, int copies) {
        long tokenBytes = shape.tensors() * shape.heads() * headBytes;
        for (Encoded source : sources) {
            for (int token = 0; token < source.length(); token++) {
                set(source.slot(), token, cross.segment(), ((long) source.row() * longest + token) * tokenBytes);
            }
            for (int copy = 1; copy < copies; copy++) {
                copy(List.of(new Copy(source.slot(), source.slot() + copy, source.length())));
            }
        }
    }

    /**
     * Sets one place of a slot.
     *
     * @param source for each tensor, all heads side by side
     * @param offset of the first of them, in bytes
     */
    private void set(int slot, int place, MemorySegment source, long offset) {
        long from = offset;
        for (TensorMemory tensor : memory()) {
            for (int head = 0; head < shape.heads(); head++) {
                MemorySegment.copy(source, from, tensor.segment(), offset(slot, head, place), headBytes);
                from += headBytes;
            }
        }
    }

    private long offset(int slot, int head, int place) {
        return (((long) slot * shape.heads() + head) * room() + place) * headBytes;
    }
}
