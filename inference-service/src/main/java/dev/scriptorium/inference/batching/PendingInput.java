package dev.scriptorium.inference.batching;

import java.util.concurrent.CompletableFuture;

/** One input with the future of its answer. */
final class PendingInput<O> implements QueuedInput {

    private final ModelCall<O> call;
    private final int[] ids;
    private final RequestContext context;
    private final long since;
    private final CompletableFuture<Answer<O>> answer = new CompletableFuture<>();

    /** @param since when it was submitted, in nanoseconds of the batcher's clock */
    PendingInput(ModelCall<O> call, int[] ids, RequestContext context, long since) {
        this.call = call;
        this.ids = ids;
        this.context = context;
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
    public boolean isSequence() {
        return call instanceof SequenceCall;
    }

    @Override
    public RequestContext context() {
        return context;
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
