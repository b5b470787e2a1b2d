package dev.scriptorium.inference.engine.seq2seq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.inference.engine.EngineSettings;
import dev.scriptorium.inference.engine.onnx.ElementKind;
import dev.scriptorium.inference.engine.onnx.TensorMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Slots that graphs move about hold what those hold that Java moves about, whatever happens to them. The graphs run on the
 * processor here.
 */
class KeyValueSlotsTest {

    private static final int SLOTS = 12;

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "FLOAT16"})
    void graphsAndJavaMoveTheSameAbout(ElementKind kind) {
        var shape = new KeyValueSlots.Shape(kind, 4, 3, 8, 50);
        Random random = new Random(11);
        try (SlotGraphs graphs = SlotGraphs.of(shape, EngineSettings.DEFAULT);
                KeyValueSlots byJava = new HostSlots(shape, SLOTS);
                KeyValueSlots byGraphs = new GraphSlots(graphs, shape, SLOTS);
                TensorMemory encoded = new TensorMemory(kind)) {
            int[] live = new int[SLOTS];
            int used = 0;
            for (int step = 0; step < 60; step++) {
                if (used < SLOTS && random.nextBoolean()) {
                    used += put(random, List.of(byJava, byGraphs), encoded, live, used);
                } else if (used > 1) {
                    List<KeyValueSlots.Copy> copies = copies(random, live, used);
                    byJava.copy(copies);
                    byGraphs.copy(copies);
                    used -= random.nextInt(2);
                }
                assertSame(byJava, byGraphs, live, used, "step " + step);
            }
        }
    }

    /** Sources of random length, each in as many slots as the others; gives how many slots they took. */
    private static int put(Random random, List<KeyValueSlots> all, TensorMemory encoded, int[] live, int used) {
        int copies = 1 + random.nextInt(2);
        int count = Math.min(1 + random.nextInt(3), (SLOTS - used) / copies);
        List<KeyValueSlots.Encoded> sources = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            // The last row goes first, so that the order of slots is not that of rows.
            int slot = used + (count - 1 - row) * copies;
            int length = 1 + random.nextInt(50);
            sources.add(new KeyValueSlots.Encoded(row, length, slot));
            IntStream.range(slot, slot + copies).forEach(taken -> live[taken] = length);
        }
        int longest =
                sources.stream().mapToInt(KeyValueSlots.Encoded::length).max().orElse(0);
        if (count > 0) {
            KeyValueSlots.Shape shape = all.getFirst().shape;
            int elements = (int) (shape.elements(count, longest) * shape.tensors());
            MemorySegment memory = encoded.reserve(elements);
            for (int i = 0; i < elements; i++) {
                short half = Float.floatToFloat16(random.nextFloat());
                if (shape.kind() == ElementKind.FLOAT) {
                    memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, Float.float16ToFloat(half));
                } else {
                    memory.setAtIndex(ValueLayout.JAVA_SHORT, i, half);
                }
            }
            for (KeyValueSlots slots : all) {
                slots.reserve(used + count * copies, longest);
                slots.put(encoded, longest, sources, copies);
            }
        }
        return count * copies;
    }

    /** From some slots to others, none both read and written. */
    private static List<KeyValueSlots.Copy> copies(Random random, int[] live, int used) {
        int read = 1 + random.nextInt(used - 1);
        return IntStream.range(read, used)
                .filter(slot -> random.nextBoolean())
                .mapToObj(slot -> {
                    int from = random.nextInt(read);
                    live[slot] = live[from];
                    return new KeyValueSlots.Copy(from, slot, live[from]);
                })
                .toList();
    }

    private static void assertSame(KeyValueSlots left, KeyValueSlots right, int[] live, int used, String when) {
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

    private static byte[] head(KeyValueSlots slots, int tensor, int slot, int head, int live) {
        long width = (long) slots.shape.headWidth() * slots.shape.kind().bytes();
        long first = ((long) slot * slots.shape.heads() + head) * slots.room() * width;
        return slots.memory().get(tensor).segment().asSlice(first, live * width).toArray(ValueLayout.JAVA_BYTE);
    }
}
