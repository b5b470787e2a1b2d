package dev.scriptorium.inference.batching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.engine.Generation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One thread's rounds, driven by hand. A step takes a millisecond, a batch ten. */
class WorkerTest {

    private static final Instant NOW = Instant.EPOCH;

    private final BatchQueue<PendingInput<?>> queue = new BatchQueue<>(new BatchLimits(32, 10_000), 1_000, 2);
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> batches = new ArrayList<>();
    private final Worker thread = new Worker(BatchObserver.NONE, () -> nanos.addAndGet(500_000), 2);
    private final ScriptedBatch.Script script = new ScriptedBatch.Script(8);

    @Test
    void inputsOfOneGroupShareSlots() {
        write("translator", Lane.BULK, 5);
        round();
        var second = write("translator", Lane.BULK, 2);

        rounds(2);

        assertThat(second).isCompleted();
        assertThat(script.opened()).isOne();
    }

    @Test
    void interactiveTextsDoNotWaitForBulkTextsToBeDone() {
        IntStream.range(0, 30).forEach(i -> write("translator", Lane.BULK, 50));
        rounds(3);
        var interactive = write("summariser", Lane.INTERACTIVE, 3);

        rounds(3);

        assertThat(interactive).isCompleted();
    }

    @Test
    void aFreeSlotGoesToTheInteractiveTextFirst() {
        var bulk = IntStream.range(0, 40)
                .mapToObj(i -> write("translator", Lane.BULK, 4 + i % 8))
                .toList();
        rounds(1);
        var interactive = write("translator", Lane.INTERACTIVE, 2);

        rounds(6); // the shortest of the eight is done after four, then two steps of its own

        assertThat(interactive).isCompleted();
        assertThat(bulk).anySatisfy(answer -> assertThat(answer).isNotDone());
    }

    @Test
    void bulkTextsKeepTheirShareWhileInteractiveOnesNeverEnd() {
        var bulk = write("translator", Lane.BULK, 2);
        int rounds = roundsUntil(bulk::isDone, () -> {
            while (queue.size(Lane.INTERACTIVE) < 20) {
                write("translator", Lane.INTERACTIVE, 3);
            }
        });

        assertThat(rounds).isLessThan(20);
    }

    @Test
    void aGroupThatWaitsGetsItsTurnThoughOthersNeverEnd() {
        var third = write("third", Lane.BULK, 2);
        int rounds = roundsUntil(third::isDone, () -> {
            while (queue.size(Lane.BULK) < 20) {
                write("first", Lane.BULK, 3);
                write("second", Lane.BULK, 3);
            }
        });

        assertThat(rounds).isLessThan(40);
    }

    @Test
    void aGroupThatNeverEndsMakesRoomForAThirdOne() {
        write("first", Lane.BULK, 3);
        write("second", Lane.BULK, 3);
        rounds(1);
        var third = write("third", Lane.BULK, 2);

        int rounds = roundsUntil(third::isDone, () -> {
            write("first", Lane.BULK, 3);
            write("second", Lane.BULK, 3);
        });

        assertThat(rounds).isLessThan(20);
    }

    @Test
    void batchesAndStepsShareTheTime() {
        write("translator", Lane.BULK, 1_000);
        IntStream.range(0, 50).forEach(i -> batch("embedding" + i, Lane.BULK));

        long before = nanos.get();
        rounds(100);

        double inBatches = batches.size() * 10_500_000.0 / (nanos.get() - before);
        assertThat(inBatches).isBetween(0.3, 0.6);
    }

    @Test
    void anInteractiveBatchRunsAtOnceBesideBulkTexts() {
        write("translator", Lane.BULK, 1_000);
        batch("first", Lane.BULK);
        rounds(2);
        batch("second", Lane.INTERACTIVE);

        rounds(1);

        assertThat(batches).containsExactly("first", "second");
    }

    @Test
    void leavesASmallBatchToIdleThreads() {
        write("translator", Lane.BULK, 100);
        round();
        write("translator", Lane.BULK, 5);

        thread.perform(thread.select(queue, NOW, 1), NOW);
        assertThat(queue.size(Lane.BULK)).isOne();

        thread.perform(thread.select(queue, NOW, 0), NOW);
        assertThat(queue.size(Lane.BULK)).isZero();
    }

    @Test
    void countsWhatItHas() {
        IntStream.range(0, 20).forEach(i -> write("translator", Lane.BULK, 3));
        round();
        assertThat(thread.inputs() + queue.size(Lane.BULK)).isEqualTo(20);

        rounds(20);

        assertThat(thread.inputs()).isZero();
        assertThat(thread.busy()).isFalse();
        assertThat(thread.holdsSlots()).isTrue();
        thread.closeUnused();
        assertThat(thread.holdsSlots()).isFalse();
    }

    private int roundsUntil(BooleanSupplier done, Runnable before) {
        int rounds = 0;
        while (!done.getAsBoolean() && rounds < 1_000) {
            before.run();
            round();
            rounds++;
        }
        return rounds;
    }

    private void rounds(int count) {
        IntStream.range(0, count).forEach(i -> round());
    }

    private void round() {
        thread.perform(Objects.requireNonNull(thread.select(queue, NOW, 0)), NOW);
    }

    private CompletableFuture<Answer<List<Generation>>> write(String model, Lane lane, int length) {
        return enqueue(script.call(model), lane, length);
    }

    private void batch(String model, Lane lane) {
        enqueue(
                new FunctionCall<>(model, inputs -> {
                    batches.add(model);
                    nanos.addAndGet(10_000_000);
                    return inputs;
                }),
                lane,
                1);
    }

    private <O> CompletableFuture<Answer<O>> enqueue(ModelCall<O> call, Lane lane, int id) {
        var pending = new PendingInput<>(call, new int[] {id}, new RequestContext(lane, "acme", Instant.MAX), 0);
        queue.add(lane, List.of(pending));
        return pending.answer();
    }
}
