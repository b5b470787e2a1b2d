package dev.scriptorium.inference.batching;

import java.util.concurrent.CompletableFuture;

/** One input with the promise of its answer. */
final class Ticket<O> implements Waiting {

    private final ModelCall<O> call;
    private final int[] ids;
    private final Origin origin;
    private final long since;
    private final CompletableFuture<Answer<O>> answer = new CompletableFuture<>();

    /** @param since when it came, in nanoseconds of the batcher's clock */
    Ticket(ModelCall<O> call, int[] ids, Origin origin, long since) {
        this.call = call;
        this.ids = ids;
        this.origin = origin;
        this.since = since;
    }

    ModelCall<O> call() {
        return call;
    }

    @Override
    public String model() {
        return call.model();
    }

    @Override
    public Object group() {
        return call.group();
    }

    @Override
    public int tokens() {
        return ids.length;
    }

    @Override
    public boolean joinedLater() {
        return call instanceof SlotCall;
    }

    @Override
    public Origin origin() {
        return origin;
    }

    long since() {
        return since;
    }

    int[] ids() {
        return ids;
    }

    CompletableFuture<Answer<O>> answer() {
        return answer;
    }
}
