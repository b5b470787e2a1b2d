package dev.scriptorium.inference.batching;

import dev.scriptorium.engine.Generation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What one thread has under way: slots of a few groups, all of which advance by a token in each round, and between the
 * rounds whole batches of calls that are answered at once. While there is work of both kinds, they share the time.
 *
 * <p>For one thread, but for {@link #inputs()}.
 */
final class ModelThread {

    private final BatchRunner runner;
    private final BatchObserver observer;
    private final LongSupplier nanoTime;
    private final int maxOpen;
    /** The one opened first at the start. */
    private final List<OpenSlots> open = new ArrayList<>();

    private long owedToSlots;
    private volatile int inputs;

    /**
     * What to do in the next round.
     *
     * @param batch of one group; empty where there is only to go on
     * @param expired inputs past their deadline
     */
    record Work(List<Ticket<?>> batch, List<Ticket<?>> expired) {

        Work withExpired(List<Ticket<?>> more) {
            List<Ticket<?>> all = new ArrayList<>(expired);
            all.addAll(more);
            return new Work(batch, all);
        }
    }

    /** @param maxOpen groups that have slots open at one time */
    ModelThread(BatchObserver observer, LongSupplier nanoTime, int maxOpen) {
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
     * Takes what comes next: inputs for the slots that are open, and one batch of another group. The caller holds the
     * queue's lock.
     *
     * @param idle other threads, without work, which would take inputs too
     */
    Work select(BatchQueue<Ticket<?>> queue, Instant now, int idle) {
        List<Ticket<?>> expired = new ArrayList<>();
        for (OpenSlots slots : open) {
            int room = slots.room();
            if (room > 0) {
                var joining = queue.join(slots.group(), room, slots.capacity(), now, idle);
                slots.add(generations(joining.batch()));
                expired.addAll(joining.expired());
            }
        }
        boolean busy = busy();
        List<Ticket<?>> batch = List.of();
        if (!busy || idle == 0) {
            boolean room = open.size() < maxOpen || open.stream().anyMatch(OpenSlots::idle);
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
        inputs = batch.size() + open.stream().mapToInt(OpenSlots::size).sum();
        return new Work(batch, expired);
    }

    private boolean isOpen(Object group) {
        return open.stream().anyMatch(slots -> slots.group().equals(group));
    }

    private boolean batchMayRun(Lane lane, boolean busy) {
        return !busy
                || owedToSlots <= 0
                || lane == Lane.INTERACTIVE && open.stream().noneMatch(OpenSlots::hasInteractive);
    }

    void perform(Work work, Instant now) {
        work.expired().forEach(ticket -> ticket.answer().completeExceptionally(ModelFailures.late()));
        if (!work.batch().isEmpty()) {
            if (work.batch().getFirst().call() instanceof SlotCall call) {
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
        close(OpenSlots::drained);
        inputs = open.stream().mapToInt(OpenSlots::size).sum();
    }

    private OpenSlots open(SlotCall call) {
        if (open.size() >= maxOpen) {
            OpenSlots unused = open.stream().filter(OpenSlots::idle).findFirst().orElseThrow();
            close(unused::equals);
        }
        OpenSlots slots = new OpenSlots(call, observer, nanoTime);
        open.add(slots);
        return slots;
    }

    /** Frees the slots that nothing is written in. */
    void closeUnused() {
        close(OpenSlots::idle);
    }

    /** Frees the slots of one model that nothing is written in. */
    void closeUnused(String model) {
        close(slots -> slots.idle() && slots.model().equals(model));
    }

    boolean keeps(String model) {
        return open.stream().anyMatch(slots -> slots.model().equals(model));
    }

    private void close(Predicate<OpenSlots> which) {
        open.stream().filter(which).forEach(OpenSlots::close);
        open.removeIf(which);
    }

    /** Tickets of a group of slots have calls that give generations. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static List<Ticket<List<Generation>>> generations(List<Ticket<?>> tickets) {
        return (List) tickets;
    }

    /** The tickets of a batch have equal calls and so the same type of output. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private void run(List<Ticket<?>> batch) {
        runner.run((List) batch);
    }
}
