package dev.scriptorium.engine.seq2seq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.kernels.BlockedKeys;
import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.TensorMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Slots that graphs move about hold what those hold that Java moves about, whatever happens to them. The graphs run on the
 * processor here.
 */
class KvCacheTest {

    private static final int SLOTS = 12;

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "FLOAT16"})
    void graphsAndJavaMoveTheSameAbout(ElementKind kind) {
        Random random = new Random(11);
        try (KvCacheGraphs graphs = KvCacheGraphs.of(shape(kind), EngineSettings.DEFAULT);
                KvCache byJava = new HostKvCache(shape(ElementKind.FLOAT), SLOTS);
                KvCache byGraphs = new DeviceKvCache(graphs, shape(kind), SLOTS)) {
            int[] live = new int[SLOTS];
            int used = 0;
            for (int step = 0; step < 60; step++) {
                if (used < SLOTS && random.nextBoolean()) {
                    used += put(random, List.of(byJava, byGraphs), live, used);
                } else if (used > 1) {
                    List<KvCache.Copy> copies = copies(random, live, used);
                    byJava.copy(copies);
                    byGraphs.copy(copies);
                    used -= random.nextInt(2);
                }
                assertSame(byJava, byGraphs, live, used, "step " + step);
            }
        }
    }

    @Test
    void copiesFromTheFirstPlaceWhereSlotsDiffer() {
        KvCache.Shape shape = shape(ElementKind.FLOAT);
        try (KvCache slots = new HostKvCache(shape, SLOTS);
                TensorMemory sources = encoded(shape, new Random(5), 2, 50)) {
            slots.reserve(3, 50);
            slots.put(sources, 50, List.of(new KvCache.Encoded(0, 50, 0), new KvCache.Encoded(1, 50, 1)));
            slots.put(sources, 50, List.of(new KvCache.Encoded(0, 19, 2)));

            slots.copy(List.of(new KvCache.Copy(0, 2, 19, 50)));

            for (int tensor = 0; tensor < shape.tensors(); tensor++) {
                for (int head = 0; head < shape.heads(); head++) {
                    assertThat(head(slots, tensor, 2, head, 50)).isEqualTo(head(slots, tensor, 0, head, 50));
                }
            }
        }
    }

    private static KvCache.Shape shape(ElementKind kind) {
        return new KvCache.Shape(kind, 4, 3, 8, 64);
    }

    /** Sources of random length; gives how many. */
    private static int put(Random random, List<KvCache> all, int[] live, int used) {
        int count = Math.min(1 + random.nextInt(3), SLOTS - used);
        List<KvCache.Encoded> sources = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            // The last row goes first, so that the order of slots is not that of rows.
            int slot = used + count - 1 - row;
            live[slot] = 1 + random.nextInt(50);
            sources.add(new KvCache.Encoded(row, live[slot], slot));
        }
        int longest = sources.stream().mapToInt(KvCache.Encoded::length).max().orElseThrow();
        long seed = random.nextLong();
        for (KvCache slots : all) {
            try (TensorMemory encoded = encoded(slots.shape, new Random(seed), count, longest)) {
                slots.reserve(used + count, longest);
                slots.put(encoded, longest, sources);
            }
        }
        return count;
    }

    /** Numbers that 16 bits hold. */
    private static TensorMemory encoded(KvCache.Shape shape, Random random, int count, int longest) {
        TensorMemory encoded = new TensorMemory(shape.kind());
        long elements = shape.elements(count, longest) * shape.tensors();
        MemorySegment memory = encoded.reserve(elements);
        for (long i = 0; i < elements; i++) {
            short half = Float.floatToFloat16(random.nextFloat());
            if (shape.kind() == ElementKind.FLOAT) {
                memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, Float.float16ToFloat(half));
            } else {
                memory.setAtIndex(ValueLayout.JAVA_SHORT, i, half);
            }
        }
        return encoded;
    }

    /** From some slots to others, none both read and written. */
    private static List<KvCache.Copy> copies(Random random, int[] live, int used) {
        int read = 1 + random.nextInt(used - 1);
        return IntStream.range(read, used)
                .filter(slot -> random.nextBoolean())
                .mapToObj(slot -> {
                    int from = random.nextInt(read);
                    live[slot] = live[from];
                    return new KvCache.Copy(from, slot, 0, live[from]);
                })
                .toList();
    }

    private static void assertSame(KvCache left, KvCache right, int[] live, int used, String when) {
        for (int tensor = 0; tensor < left.shape.tensors(); tensor++) {
            for (int slot = 0; slot < used; slot++) {
                for (int head = 0; head < left.shape.heads(); head++) {
                    assertThat(head(right, tensor, slot, head, live[slot]))
                            .as("%s, tensor %s, slot %s, head %s", when, tensor, slot, head)
                            .isEqualTo(head(left, tensor, slot, head, live[slot]));
                }
            }
        }
    }

    private static float[] head(KvCache slots, int tensor, int slot, int head, int live) {
        int width = slots.shape.headWidth();
        long first = ((long) slot * slots.shape.heads() + head) * slots.capacity() * width;
        MemorySegment memory = slots.memory().get(tensor).segment();
        float[] numbers = new float[live * width];
        for (int place = 0; place < live; place++) {
            for (int i = 0; i < width; i++) {
                boolean inBlocks = slots instanceof HostKvCache && tensor % 2 == 0;
                long index = first + (inBlocks ? inBlock(place, i, width) : (long) place * width + i);
                numbers[place * width + i] = slots.shape.kind() == ElementKind.FLOAT
                        ? memory.getAtIndex(ValueLayout.JAVA_FLOAT, index)
                        : Float.float16ToFloat(memory.getAtIndex(ValueLayout.JAVA_SHORT, index));
            }
        }
        return numbers;
    }

    private static long inBlock(int place, int i, int width) {
        return (long) (place / BlockedKeys.BLOCK * width + i) * BlockedKeys.BLOCK + place % BlockedKeys.BLOCK;
    }
}
