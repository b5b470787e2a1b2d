package dev.scriptorium.inference.batching;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.GenerationSlots;
import dev.scriptorium.engine.GenerationSlots.Finished;
import dev.scriptorium.engine.GenerationSlots.Writing;
import dev.scriptorium.inference.batching.BatchObserver.Joined;
import dev.scriptorium.inference.batching.BatchObserver.Stepped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The slots that one thread keeps for a group of inputs, with the tickets of those that are in them. For one thread.
 *
 * <p>Every ticket given is answered. Where the model throws, all that were being written start again in halves, each half on
 * its own, down to single inputs: one bad input of {@code n} fails alone after at most {@code 1 + 2 log2 n} starts. What did
 * not fit into memory is not tried again: from then on these slots hold half as many.
 */
final class OpenSlots {

    private final SlotCall call;
    private final BatchObserver observer;
    private final LongSupplier nanoTime;
    private final Map<Writing, Running> running = new IdentityHashMap<>();
    /** Given, not yet joined. */
    private final List<Ticket<List<Generation>>> arrived = new ArrayList<>();
    /** To be started again, each list on its own; empty but after a failure. */
    private final Deque<List<Ticket<List<Generation>>>> halves = new ArrayDeque<>();

    private @Nullable GenerationSlots slots;
    private int capacity = Integer.MAX_VALUE;
    private int opened;
    private boolean alone;
    private boolean draining;

    /** A ticket in a slot, with its share of the time so far. */
    private static final class Running {

        private final Ticket<List<Generation>> ticket;
        private long nanos;
        private boolean began;

        Running(Ticket<List<Generation>> ticket) {
            this.ticket = ticket;
        }
    }

    /** @param call of the first input; the slots serve all of its group */
    OpenSlots(SlotCall call, BatchObserver observer, LongSupplier nanoTime) {
        this.call = call;
        this.observer = observer;
        this.nanoTime = nanoTime;
    }

    Object group() {
        return call.group();
    }

    String model() {
        return call.model();
    }

    boolean idle() {
        return size() == 0;
    }

    /** Inputs that are given and not answered. */
    int size() {
        return running.size()
                + arrived.size()
                + halves.stream().mapToInt(List::size).sum();
    }

    /** How many more inputs may be given. */
    int room() {
        if (draining || alone || !halves.isEmpty()) {
            return 0;
        }
        return Math.max(0, capacity - running.size() - arrived.size());
    }

    /** The most inputs at one time; unknown and very large before the first. */
    int capacity() {
        return capacity;
    }

    /** Takes no more inputs: once the last one is done, the slots make room for another group. */
    void drain() {
        draining = true;
    }

    boolean drained() {
        return draining && idle();
    }

    boolean hasInteractive() {
        return running.values().stream().anyMatch(one -> one.ticket.origin().lane() == Lane.INTERACTIVE)
                || arrived.stream().anyMatch(ticket -> ticket.origin().lane() == Lane.INTERACTIVE);
    }

    void add(List<Ticket<List<Generation>>> tickets) {
        arrived.addAll(tickets);
    }

    /** One step: who is not wanted any more leaves, who arrived joins, all others write a token, who is done is answered. */
    void advance(Instant now) {
        try {
            leave(now);
            join();
            step();
        } catch (Throwable thrown) { // also errors: the thread never dies, and every input is answered
            startAgain(thrown);
        }
        if (running.isEmpty() && halves.isEmpty()) {
            alone = false;
        }
    }

    private void leave(Instant now) {
        arrived.removeIf(ticket -> unwanted(ticket, now));
        List<Writing> leaving = new ArrayList<>();
        running.forEach((writing, one) -> {
            if (unwanted(one.ticket, now)) {
                leaving.add(writing);
            }
        });
        if (slots != null && !leaving.isEmpty()) {
            slots.leave(leaving);
            leaving.forEach(running::remove);
        }
    }

    private static boolean unwanted(Ticket<?> ticket, Instant now) {
        if (!ticket.answer().isDone() && ticket.expired(now)) {
            ticket.answer().completeExceptionally(ModelFailures.late());
        }
        return ticket.answer().isDone();
    }

    private void join() {
        GenerationSlots open = open();
        if (!halves.isEmpty()) {
            if (running.isEmpty()) {
                alone = true;
                join(open, halves.pop());
            }
            return;
        }
        int joining = alone ? 0 : Math.min(arrived.size(), Math.min(open.free(), capacity - running.size()));
        if (joining > 0) {
            List<Ticket<List<Generation>>> next = List.copyOf(arrived.subList(0, joining));
            arrived.subList(0, joining).clear();
            join(open, next);
        }
    }

    private GenerationSlots open() {
        GenerationSlots open = slots;
        if (open == null) {
            open = call.open();
            slots = open;
            capacity = Math.min(capacity, open.capacity());
            opened = open.capacity();
            observer.slots(call.model(), opened);
        }
        return open;
    }

    private void join(GenerationSlots open, Collection<Ticket<List<Generation>>> tickets) {
        List<Ticket<List<Generation>>> joining =
                tickets.stream().filter(ticket -> !ticket.answer().isDone()).toList();
        if (joining.isEmpty()) {
            return;
        }
        long start = nanoTime.getAsLong();
        List<Writing> joined;
        try {
            joined = open.join(joining.stream().map(OpenSlots::input).toList());
        } catch (FailureException refused) {
            if (joining.size() == 1) {
                joining.getFirst().answer().completeExceptionally(ModelFailures.of(joining.getFirst(), refused));
            } else {
                joining.forEach(ticket -> join(open, List.of(ticket)));
            }
            return;
        } catch (Throwable thrown) {
            joining.forEach(ticket -> running.put(new Writing() {}, new Running(ticket)));
            throw thrown;
        }
        long nanos = nanoTime.getAsLong() - start;
        int tokens = joining.stream().mapToInt(Ticket::tokens).sum();
        int longest = joining.stream().mapToInt(Ticket::tokens).max().orElseThrow();
        for (int i = 0; i < joining.size(); i++) {
            Ticket<List<Generation>> ticket = joining.get(i);
            Running one = new Running(ticket);
            one.nanos = nanos * ticket.tokens() / Math.max(1, tokens);
            running.put(joined.get(i), one);
            observer.waited(call.model(), ticket.origin().lane(), Duration.ofNanos(start - ticket.since()));
        }
        observer.joined(
                new Joined(call.model(), joining.size(), tokens, joining.size() * longest, Duration.ofNanos(nanos)));
    }

    private static GenerationInput input(Ticket<List<Generation>> ticket) {
        return ((SlotCall) ticket.call()).input(ticket.ids());
    }

    private void step() {
        GenerationSlots open = slots;
        if (open == null || running.isEmpty()) {
            return;
        }
        int items = running.size();
        long start = nanoTime.getAsLong();
        List<Finished> finished = open.step();
        long end = nanoTime.getAsLong();
        observer.stepped(new Stepped(call.model(), items, capacity, Duration.ofNanos(end - start)));
        for (Running one : running.values()) {
            one.nanos += (end - start) / items;
            if (!one.began) {
                one.began = true;
                observer.began(call.model(), one.ticket.origin().lane(), Duration.ofNanos(end - one.ticket.since()));
            }
        }
        finished.forEach(this::answer);
    }

    private void answer(Finished finished) {
        Running done = running.remove(finished.writing());
        if (done == null) {
            throw new IllegalStateException("the model " + call.model() + " finished an input that it was not given");
        }
        int tokens = finished.generations().stream()
                .mapToInt(generation -> generation.ids().length)
                .sum();
        observer.written(call.model(), done.ticket.origin().lane(), tokens);
        done.ticket.answer().complete(new Answer<>(finished.generations(), done.nanos / 1000));
    }

    private void startAgain(Throwable thrown) {
        List<Ticket<List<Generation>>> thrownOut = new ArrayList<>();
        running.values().forEach(one -> thrownOut.add(one.ticket));
        running.clear();
        if (thrownOut.isEmpty()) { // nothing was in the slots: they could not even be opened
            thrownOut.addAll(halves.isEmpty() ? arrived : halves.pop());
            arrived.removeAll(thrownOut);
        }
        if (thrown instanceof OutOfMemoryError) {
            capacity = Math.max(1, thrownOut.size() / 2);
        }
        close();
        if (thrownOut.size() == 1) {
            thrownOut.getFirst().answer().completeExceptionally(ModelFailures.of(thrownOut.getFirst(), thrown));
        } else if (!thrownOut.isEmpty()) {
            int half = thrownOut.size() / 2;
            halves.push(List.copyOf(thrownOut.subList(half, thrownOut.size())));
            halves.push(List.copyOf(thrownOut.subList(0, half)));
        }
    }

    /** Frees the slots; a later input opens them again. */
    void close() {
        GenerationSlots open = slots;
        slots = null;
        if (open != null) {
            observer.slots(call.model(), -opened);
            open.close();
        }
    }
}
