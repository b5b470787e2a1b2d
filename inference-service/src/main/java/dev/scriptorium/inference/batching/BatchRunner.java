package dev.scriptorium.inference.batching;

import dev.scriptorium.inference.batching.BatchObserver.BatchRun;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Calls a model with a batch and answers its inputs. Where the call throws, the halves are tried on their own, down to
 * single inputs, so one bad input of {@code n} fails alone after at most {@code 1 + 2 log2 n} calls, and a batch that
 * does not fit into memory becomes two. Thread-safe.
 */
final class BatchRunner {

    private final BatchObserver observer;
    private final LongSupplier nanoTime;

    BatchRunner(BatchObserver observer, LongSupplier nanoTime) {
        this.observer = observer;
        this.nanoTime = nanoTime;
    }

    /** All tickets have equal calls; each is answered when this returns. */
    <O> void run(List<PendingInput<O>> batch) {
        List<PendingInput<O>> wanted =
                batch.stream().filter(pending -> !pending.answer().isDone()).toList();
        if (wanted.isEmpty()) {
            return;
        }
        try {
            answer(wanted);
        } catch (Throwable thrown) { // also errors: a thread that calls models never dies, and every input is answered
            if (wanted.size() == 1) {
                wanted.getFirst().answer().completeExceptionally(ModelFailures.of(wanted.getFirst(), thrown));
            } else {
                int half = wanted.size() / 2;
                run(wanted.subList(0, half));
                run(wanted.subList(half, wanted.size()));
            }
        }
    }

    private <O> void answer(List<PendingInput<O>> batch) {
        BatchCall<O> call = (BatchCall<O>) batch.getFirst().call();
        long start = nanoTime.getAsLong();
        batch.forEach(pending ->
                observer.dequeued(call.model(), pending.context().lane(), Duration.ofNanos(start - pending.since())));
        List<O> outputs = call.run(
                batch.stream().map(PendingInput::ids).toList(),
                () -> batch.stream().allMatch(pending -> pending.answer().isDone()));
        long nanos = nanoTime.getAsLong() - start;
        if (outputs.size() != batch.size()) {
            throw new IllegalStateException("the model " + call.model() + " gave " + outputs.size() + " outputs for "
                    + batch.size() + " inputs");
        }
        int tokens = batch.stream().mapToInt(PendingInput::tokens).sum();
        int longest = batch.stream().mapToInt(PendingInput::tokens).max().orElseThrow();
        Lane lane = batch.getFirst().context().lane();
        observer.ran(new BatchRun(
                call.model(), lane, batch.size(), tokens, batch.size() * longest, Duration.ofNanos(nanos)));
        for (int i = 0; i < batch.size(); i++) {
            PendingInput<O> pending = batch.get(i);
            long micros = nanos / 1000 * pending.tokens() / Math.max(1, tokens);
            pending.answer().complete(new Answer<>(outputs.get(i), micros));
        }
    }
}
