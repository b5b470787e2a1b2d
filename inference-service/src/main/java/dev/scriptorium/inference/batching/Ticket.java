package dev.scriptorium.inference.batching;

import java.util.concurrent.CompletableFuture;

/** One input with the promise of its answer. */
final class Ticket<O> implements Waiting {

    private final ModelCall<O> call;
    private final int[] ids;
    private final Origin origin;
    private final CompletableFuture<Answer<O>> answer = new CompletableFuture<>();

    Ticket(ModelCall<O> call, int[] ids, Origin origin) {
        this.call = call;
        this.ids = ids;
        this.origin = origin;
    }

    @Override
    public ModelCall<O> group() {
        return call;
    }

    @Override
    public int tokens() {
        return ids.length;
    }

    @Override
    public Origin origin() {
        return origin;
    }

    int[] ids() {
        return ids;
    }

    CompletableFuture<Answer<O>> answer() {
        return answer;
    }
}
