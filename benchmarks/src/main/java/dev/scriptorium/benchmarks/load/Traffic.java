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
     * @param fill the share of the slots that steps wrote in
     * @param padding the share of padding in what was read
     */
    record Taken(double fill, double padding) {}

    @Override
    public void ran(BatchRun batch) {}

    @Override
    public void stepped(Stepped step) {
        steps.increment();
        items.add(step.items());
        capacity.add(step.capacity());
    }

    @Override
    public void joined(Joined joined) {
        tokensRead.add(joined.tokens());
        paddedTokensRead.add(joined.paddedTokens());
    }

    Taken take() {
        return new Taken(
                items.sumThenReset() / (double) Math.max(1, capacity.sumThenReset()),
                1 - tokensRead.sumThenReset() / (double) Math.max(1, paddedTokensRead.sumThenReset()));
    }
}
