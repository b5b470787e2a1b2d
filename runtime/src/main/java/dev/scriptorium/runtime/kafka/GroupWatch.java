package dev.scriptorium.runtime.kafka;

import java.util.Optional;

/** What one consumer group of this process may do, and what it reports of itself. Thread-safe. */
public interface GroupWatch {

    /** Waits until the brokers can be reached, the group's topics are there, and its commits belong to them. Returns the number of this beginning. */
    long awaitUsable() throws InterruptedException;

    /** Whether the group's topics went or were made again since that beginning: its consumers must close, and wait before they begin anew. */
    boolean mustReopen(long beginning);

    /** Reports why this process is no member of the group; empty: it is one. */
    void membership(Optional<String> missingBecause);

    /** A group that may always go on. */
    static GroupWatch free() {
        return new GroupWatch() {
            @Override
            public long awaitUsable() {
                return 0;
            }

            @Override
            public boolean mustReopen(long beginning) {
                return false;
            }

            @Override
            public void membership(Optional<String> missingBecause) {}
        };
    }
}
