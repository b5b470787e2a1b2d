package dev.scriptorium.ingest.http;

import dev.scriptorium.core.quantity.DataSize;

/** Counts what is discarded of a body after its answer. For the event loop of one connection. */
final class UnreadBody {

    private final long limit;
    private long discarded;

    UnreadBody(DataSize limit) {
        this.limit = limit.toBytes();
    }

    /** Whether the body, with so many bytes more, is over the limit. */
    boolean exceedsWith(int bytes) {
        discarded += bytes;
        return discarded > limit;
    }
}
