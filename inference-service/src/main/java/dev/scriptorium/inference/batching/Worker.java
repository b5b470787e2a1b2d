package dev.scriptorium.inference.batching;

import dev.scriptorium.engine.Generation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * One worker's state: active batches of a few groups, each of which generates one token per sequence in every round, and
 * between the rounds whole batches of calls that are answered at once. The two kinds of work share the worker's time.
 *
 * <p>For one thread, but for {@link #inputs()}.
 */
final class Worker {

    private final BatchRunner runner;
    private final BatchObserver observer;
    private final LongSupplier nanoTime;
    private final int maxOpen;
    /** The one opened first at the start. */
    private final List<ActiveBatch> open = new ArrayList<>();

    private long owedToSlots;
    private volatile int inputs;

    /**
     * What to do in the next round.
     *
     * @param batch of one group; empty where there is only to go on
     * @param expired inputs past their deadline
     */
    record Work(List<PendingInput<?>> batch, List<PendingInput<?>> expired) {

        Work withExpired(List<PendingInput<?>> more) {
            List<PendingInput<?>> all = new ArrayList<>(expired);
            all.addAll(more);
            return new Work(batch, all);
        }
    }

    /** @param maxOpen groups that have an active batch at one time */
    Worker(BatchObserver observer, LongSupplier nanoTime, int maxOpen) {
        this.runner = new BatchRunner(observer, nanoTime);
        this.observer = observer;
        this.nanoTime = nanoTime;
        this.maxOpen = maxOpen;
    }

    /** Inputs that were taken and are not answered. Safe for many threads. */
    int inputs() {
        return inputs;
    }

    boolean busy() {
        return open.stream().anyMatch(slots -> !slots.idle());
    }

    boolean holdsSlots() {
        return !open.isEmpty();
    }

    /**
     * Takes what comes next: inputs for the active batches, and one batch of another group. The caller holds the
     * queue's lock.
     *
     * @param idle other workers that are idle and would take inputs too
     */
    Work select(BatchQueue<PendingInput<?>> queue, Instant now, int idle) {
        List<PendingInput<?>> expired = new ArrayList<>();
        for (ActiveBatch slots : open) {
            int room = slots.room();
            if (room > 0) {
                var joining = queue.join(slots.group(), room, slots.capacity(), now, idle);
                slots.add(generations(joining.batch()));
                expired.addAll(joining.expired());
            }
        }
        boolean busy = busy();
        List<PendingInput<?>> batch = List.of();
        if (!busy || idle == 0) {
            boolean room = open.size() < maxOpen || open.stream().anyMatch(ActiveBatch::idle);
            if (!room && queue.has((lane, group) -> !(group instanceof BatchCall) && !isOpen(group))) {
                open.getFirst().drain();
            }
            var next = queue.next(
                    now,
                    idle + 1,
                    (lane, group) -> group instanceof BatchCall ? batchMayRun(lane, busy) : room && !isOpen(group));
            batch = next.batch();
            expired.addAll(next.expired());
        }
        inputs = batch.size() + open.stream().mapToInt(ActiveBatch::size).sum();
        return new Work(batch, expired);
    }

    private boolean isOpen(Object group) {
        return open.stream().anyMatch(slots -> slots.group().equals(group));
    }

    private boolean batchMayRun(Lane lane, boolean busy) {
        return !busy
                || owedToSlots <= 0
                || lane == Lane.INTERACTIVE && open.stream().noneMatch(ActiveBatch::hasInteractive);
    }

    void perform(Work work, Instant now) {
        work.expired().forEach(pending -> pending.answer().completeExceptionally(ModelFailures.late()));
        if (!work.batch().isEmpty()) {
            if (work.batch().getFirst().call() instanceof SequenceCall call) {
                open(call).add(generations(work.batch()));
            } else {
                long start = nanoTime.getAsLong();
                run(work.batch());
                owedToSlots = nanoTime.getAsLong() - start;
            }
        }
        open.stream()
                .filter(slots -> !slots.idle())
                .sorted(Comparator.comparing(slots -> !slots.hasInteractive()))
                .forEach(slots -> {
                    long start = nanoTime.getAsLong();
                    slots.advance(now);
                    owedToSlots -= nanoTime.getAsLong() - start;
                });
        close(ActiveBatch::drained);
        inputs = open.stream().mapToInt(ActiveBatch::size).sum();
    }

    private ActiveBatch open(SequenceCall call) {
        if (open.size() >= maxOpen) {
            ActiveBatch unused =
                    open.stream().filter(ActiveBatch::idle).findFirst().orElseThrow();
            close(unused::equals);
        }
        ActiveBatch slots = new ActiveBatch(call, observer, nanoTime);
        open.add(slots);
        return slots;
    }

    /** Frees the active batches without sequences. */
    void closeUnused() {
        close(ActiveBatch::idle);
    }

    /** Frees the active batches of one model that have no sequences. */
    void closeUnused(String model) {
        close(slots -> slots.idle() && slots.model().equals(model));
    }

    boolean keeps(String model) {
        return open.stream().anyMatch(slots -> slots.model().equals(model));
    }

    private void close(Predicate<ActiveBatch> which) {
        open.stream().filter(which).forEach(ActiveBatch::close);
        open.removeIf(which);
    }

    /** The inputs of an active batch have calls that give generations. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static List<PendingInput<List<Generation>>> generations(List<PendingInput<?>> pendingInputs) {
        return (List) pendingInputs;
    }

    /** The inputs of a batch have equal calls and so the same type of output. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private void run(List<PendingInput<?>> batch) {
        runner.run((List) batch);
    }
}
