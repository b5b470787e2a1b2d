package dev.scriptorium.ingest.outbox;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.proto.event.v1.DocumentReceived;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Events that wait to be published. Safe for use by many threads and processes; fails with {@link FailureException}. */
public interface Outbox {

    /**
     * Gives the oldest unsent events to the publisher, and notes them as sent when it returns. Events that another
     * process has in hand are passed by. The number given.
     */
    int send(int limit, Consumer<List<Entry>> publisher);

    /** Returns when events may have come, or after that time. For one thread. */
    void await(Duration atMost);

    /** Ends the waiting for good, by the thread that waits. */
    void stopAwaiting();

    Backlog backlog();

    /** Deletes events that were sent longer ago than that. */
    void deleteSent(Duration age);

    /** An event with what its record needs. */
    record Entry(String tenant, TraceParent trace, DocumentReceived event) {}

    /**
     * What waits.
     *
     * @param age of the oldest
     */
    record Backlog(long events, Duration age) {

        public static final Backlog NONE = new Backlog(0, Duration.ZERO);
    }
}
