package dev.scriptorium.benchmarks.load;

import dev.scriptorium.inference.batching.BatchObserver;
import java.util.concurrent.atomic.LongAdder;

/** What went through the models since the last {@link #take}. */
final class Traffic implements BatchObserver {

    private final LongAdder steps = new LongAdder();
    private final LongAdder items = new LongAdder();
    private final LongAdder capacity = new LongAdder();
    private final LongAdder tokensRead = new LongAdder();
    private final LongAdder paddedTokensRead = new LongAdder();

    /**
     * @param fill the share of the batch's capacity that decode steps used
     * @param padding the share of padding in the prefill
     */
    record Taken(double fill, double padding) {}

    @Override
    public void ran(BatchRun batch) {}

    @Override
    public void decoded(DecodeStep step) {
        steps.increment();
        items.add(step.items());
        capacity.add(step.capacity());
    }

    @Override
    public void prefilled(Prefill prefilled) {
        tokensRead.add(prefilled.tokens());
        paddedTokensRead.add(prefilled.paddedTokens());
    }

    Taken take() {
        return new Taken(
                items.sumThenReset() / (double) Math.max(1, capacity.sumThenReset()),
                1 - tokensRead.sumThenReset() / (double) Math.max(1, paddedTokensRead.sumThenReset()));
    }
}
