package dev.scriptorium.inference.batching;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.DecodingBatch;
import dev.scriptorium.engine.DecodingBatch.Finished;
import dev.scriptorium.engine.DecodingBatch.SequenceHandle;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.inference.batching.BatchObserver.DecodeStep;
import dev.scriptorium.inference.batching.BatchObserver.Prefill;
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
 * The sequences that one worker generates for a group of inputs. For one thread.
 *
 * <p>Every input given is answered. Where the model throws, all active sequences start again in halves, each half on
 * its own, down to single inputs: one bad input of {@code n} fails alone after at most {@code 1 + 2 log2 n} starts. What did
 * not fit into memory is not tried again: from then on the batch holds half as many sequences.
 */
final class ActiveBatch {

    private final SequenceCall call;
    private final BatchObserver observer;
    private final LongSupplier nanoTime;
    private final Map<SequenceHandle, Running> running = new IdentityHashMap<>();
    /** Given, not yet admitted. */
    private final List<PendingInput<List<Generation>>> arrived = new ArrayList<>();
    /** To be started again, each list on its own; empty but after a failure. */
    private final Deque<List<PendingInput<List<Generation>>>> halves = new ArrayDeque<>();

    private @Nullable DecodingBatch slots;
    private int capacity = Integer.MAX_VALUE;
    private int opened;
    private boolean alone;
    private boolean draining;

    /** An active sequence with its share of the time so far. */
    private static final class Running {

        private final PendingInput<List<Generation>> pending;
        private long nanos;
        private boolean firstToken;

        Running(PendingInput<List<Generation>> pending) {
            this.pending = pending;
        }
    }

    /** @param call of the first input; the batch serves all of its group */
    ActiveBatch(SequenceCall call, BatchObserver observer, LongSupplier nanoTime) {
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

    /** Takes no more inputs: once the last one is done, the batch makes room for another group. */
    void drain() {
        draining = true;
    }

    boolean drained() {
        return draining && idle();
    }

    boolean hasInteractive() {
        return running.values().stream().anyMatch(one -> one.pending.context().lane() == Lane.INTERACTIVE)
                || arrived.stream().anyMatch(pending -> pending.context().lane() == Lane.INTERACTIVE);
    }

    void add(List<PendingInput<List<Generation>>> pendingInputs) {
        arrived.addAll(pendingInputs);
    }

    /** One decode step: evicts cancelled and late sequences, admits new inputs, generates a token of each, answers finished ones. */
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
        arrived.removeIf(pending -> unwanted(pending, now));
        List<SequenceHandle> leaving = new ArrayList<>();
        running.forEach((writing, one) -> {
            if (unwanted(one.pending, now)) {
                leaving.add(writing);
            }
        });
        if (slots != null && !leaving.isEmpty()) {
            slots.evict(leaving);
            leaving.forEach(running::remove);
        }
    }

    private static boolean unwanted(PendingInput<?> pending, Instant now) {
        if (!pending.answer().isDone() && pending.expired(now)) {
            pending.answer().completeExceptionally(ModelFailures.late());
        }
        return pending.answer().isDone();
    }

    private void join() {
        DecodingBatch open = open();
        if (!halves.isEmpty()) {
            if (running.isEmpty()) {
                alone = true;
                join(open, halves.pop());
            }
            return;
        }
        int joining = alone ? 0 : Math.min(arrived.size(), Math.min(open.free(), capacity - running.size()));
        if (joining > 0) {
            List<PendingInput<List<Generation>>> next = List.copyOf(arrived.subList(0, joining));
            arrived.subList(0, joining).clear();
            join(open, next);
        }
    }

    private DecodingBatch open() {
        DecodingBatch open = slots;
        if (open == null) {
            open = call.open();
            slots = open;
            capacity = Math.min(capacity, open.capacity());
            opened = open.capacity();
            observer.slots(call.model(), opened);
        }
        return open;
    }

    private void join(DecodingBatch open, Collection<PendingInput<List<Generation>>> pendingInputs) {
        List<PendingInput<List<Generation>>> joining = pendingInputs.stream()
                .filter(pending -> !pending.answer().isDone())
                .toList();
        if (joining.isEmpty()) {
            return;
        }
        long start = nanoTime.getAsLong();
        List<SequenceHandle> prefilled;
        try {
            prefilled = open.admit(joining.stream().map(ActiveBatch::input).toList());
        } catch (FailureException refused) {
            if (joining.size() == 1) {
                joining.getFirst().answer().completeExceptionally(ModelFailures.of(joining.getFirst(), refused));
            } else {
                joining.forEach(pending -> join(open, List.of(pending)));
            }
            return;
        } catch (Throwable thrown) {
            joining.forEach(pending -> running.put(new SequenceHandle() {}, new Running(pending)));
            throw thrown;
        }
        long nanos = nanoTime.getAsLong() - start;
        int tokens = joining.stream().mapToInt(PendingInput::tokens).sum();
        int longest = joining.stream().mapToInt(PendingInput::tokens).max().orElseThrow();
        for (int i = 0; i < joining.size(); i++) {
            PendingInput<List<Generation>> pending = joining.get(i);
            Running one = new Running(pending);
            one.nanos = nanos * pending.tokens() / Math.max(1, tokens);
            running.put(prefilled.get(i), one);
            observer.dequeued(call.model(), pending.context().lane(), Duration.ofNanos(start - pending.since()));
        }
        observer.prefilled(
                new Prefill(call.model(), joining.size(), tokens, joining.size() * longest, Duration.ofNanos(nanos)));
    }

    private static GenerationInput input(PendingInput<List<Generation>> pending) {
        return ((SequenceCall) pending.call()).input(pending.ids());
    }

    private void step() {
        DecodingBatch open = slots;
        if (open == null || running.isEmpty()) {
            return;
        }
        int items = running.size();
        long start = nanoTime.getAsLong();
        List<Finished> finished = open.step();
        long end = nanoTime.getAsLong();
        observer.decoded(new DecodeStep(call.model(), items, capacity, Duration.ofNanos(end - start)));
        for (Running one : running.values()) {
            one.nanos += (end - start) / items;
            if (!one.firstToken) {
                one.firstToken = true;
                observer.firstToken(
                        call.model(), one.pending.context().lane(), Duration.ofNanos(end - one.pending.since()));
            }
        }
        finished.forEach(this::answer);
    }

    private void answer(Finished finished) {
        Running done = running.remove(finished.sequence());
        if (done == null) {
            throw new IllegalStateException("the model " + call.model() + " finished an input that it was not given");
        }
        int tokens = finished.generations().stream()
                .mapToInt(generation -> generation.ids().length)
                .sum();
        observer.generated(call.model(), done.pending.context().lane(), tokens);
        done.pending.answer().complete(new Answer<>(finished.generations(), done.nanos / 1000));
    }

    private void startAgain(Throwable thrown) {
        List<PendingInput<List<Generation>>> thrownOut = new ArrayList<>();
        running.values().forEach(one -> thrownOut.add(one.pending));
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

    /** Frees the KV cache; a later input opens it again. */
    void close() {
        DecodingBatch open = slots;
        slots = null;
        if (open != null) {
            observer.slots(call.model(), -opened);
            open.close();
        }
    }
}
