package dev.scriptorium.engine.seq2seq;

import dev.scriptorium.engine.kernels.BlockedKeys;
import dev.scriptorium.engine.kernels.KvLayout;
import dev.scriptorium.engine.onnx.MemorySpace;
import dev.scriptorium.engine.onnx.TensorMemory;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Slots that Java reaches, and copies no more of than is live, as {@link KvLayout} lie. Not for two
 * threads at once.
 */
final class HostKvCache extends KvCache {

    private final KvLayout numbers;
    private final long headBytes;

    HostKvCache(Shape shape, int maxSlots) {
        super(shape, MemorySpace.HOST, maxSlots);
        this.numbers = KvLayout.of(shape.kind());
        this.headBytes = (long) shape.headWidth() * shape.kind().bytes();
    }

    @Override
    void carry(List<TensorMemory> old, int oldSlots, int oldCapacity) {
        for (int tensor = 0; tensor < old.size(); tensor++) {
            MemorySegment from = old.get(tensor).segment();
            MemorySegment to = memory().get(tensor).segment();
            for (long head = 0; head < (long) oldSlots * shape.heads(); head++) {
                MemorySegment.copy(
                        from,
                        head * oldCapacity * headBytes,
                        to,
                        head * capacity() * headBytes,
                        oldCapacity * headBytes);
            }
        }
    }

    @Override
    void copy(List<Copy> copies) {
        for (Copy copy : copies) {
            for (int tensor = 0; tensor < shape.tensors(); tensor++) {
                MemorySegment segment = memory().get(tensor).segment();
                int first = holdsKeys(tensor) ? copy.begin() / BlockedKeys.BLOCK * BlockedKeys.BLOCK : copy.begin();
                int end = holdsKeys(tensor) ? BlockedKeys.padded(copy.length()) : copy.length();
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
        int width = shape.heads() * shape.headWidth();
        long row = (long) shape.tensors() * width * Float.BYTES;
        for (Encoded source : sources) {
            for (int token = 0; token < source.length(); token++) {
                long from = cross.segment().address() + ((long) source.row() * longest + token) * row;
                for (int tensor = 0; tensor < shape.tensors(); tensor++) {
                    set(tensor, source.slot(), token, from + (long) tensor * width * Float.BYTES);
                }
            }
        }
    }

    /** Sets one place of a slot in one tensor, from the address of all heads side by side. */
    private void set(int tensor, int slot, int place, long from) {
        long memory = memory().get(tensor).segment().address();
        for (int head = 0; head < shape.heads(); head++) {
            long source = from + (long) head * shape.headWidth() * Float.BYTES;
            if (holdsKeys(tensor)) {
                numbers.key(memory + start(slot, head), shape.headWidth(), place, source);
            } else {
                numbers.value(memory + start(slot, head), shape.headWidth(), place, source);
            }
        }
    }

    private long start(int slot, int head) {
        return ((long) slot * shape.heads() + head) * capacity() * headBytes;
    }
}
