package dev.scriptorium.inference.engine.seq2seq;

import dev.scriptorium.inference.engine.kernels.KeyBlocks;
import dev.scriptorium.inference.engine.onnx.Place;
import dev.scriptorium.inference.engine.onnx.TensorMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Slots that Java reaches, and copies no more of than is live, with keys in {@link KeyBlocks}. Not for two
 * threads at once.
 */
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
            for (int tensor = 0; tensor < shape.tensors(); tensor++) {
                MemorySegment segment = memory().get(tensor).segment();
                int first = holdsKeys(tensor) ? copy.begin() / KeyBlocks.PLACES * KeyBlocks.PLACES : copy.begin();
                int end = holdsKeys(tensor) ? KeyBlocks.whole(copy.length()) : copy.length();
                for (int head = 0; head < shape.heads(); head++) {
                    MemorySegment.copy(
                            segment,
                            start(copy.from(), head) + first * headBytes,
                            segment,
                            start(copy.to(), head) + first * headBytes,
                            (end - first) * headBytes);
                }
            }
        }
    }

    /** Keys come first in every layer. */
    private static boolean holdsKeys(int tensor) {
        return tensor % 2 == 0;
    }

    @Override
    void put(TensorMemory cross, int longest, List<Encoded> sources) {
        long tokenBytes = shape.tensors() * shape.heads() * headBytes;
        for (Encoded source : sources) {
            for (int token = 0; token < source.length(); token++) {
                set(source.slot(), token, cross.segment(), ((long) source.row() * longest + token) * tokenBytes);
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
        for (int tensor = 0; tensor < shape.tensors(); tensor++) {
            MemorySegment target = memory().get(tensor).segment();
            for (int head = 0; head < shape.heads(); head++) {
                long start = start(slot, head);
                if (holdsKeys(tensor)) {
                    for (int i = 0; i < shape.headWidth(); i++) {
                        target.set(
                                ValueLayout.JAVA_FLOAT,
                                start + KeyBlocks.index(place, i, shape.headWidth()) * Float.BYTES,
                                source.get(ValueLayout.JAVA_FLOAT, from + (long) i * Float.BYTES));
                    }
                } else {
                    MemorySegment.copy(source, from, target, start + place * headBytes, headBytes);
                }
                from += headBytes;
            }
        }
    }

    private long start(int slot, int head) {
        return ((long) slot * shape.heads() + head) * room() * headBytes;
    }
}
