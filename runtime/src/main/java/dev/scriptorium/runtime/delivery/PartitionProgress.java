package dev.scriptorium.runtime.delivery;

import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Which offsets of one partition are finished. Records finish in any order; what may be committed is the lowest offset
 * that is not finished, so that a crash repeats work and never skips it. Not thread-safe: the consumer's lock guards it.
 */
final class PartitionProgress {

    private final TreeSet<Long> unfinished = new TreeSet<>();
    private long next;
    private long committed;

    PartitionProgress(long position) {
        this.next = position;
        this.committed = position;
    }

    void started(long offset) {
        if (offset < next) {
            throw new IllegalArgumentException("offset " + offset + " was started before; next is " + next);
        }
        unfinished.add(offset);
        next = offset + 1;
    }

    void finished(long offset) {
        if (!unfinished.remove(offset)) {
            throw new IllegalArgumentException("offset " + offset + " is not in progress");
        }
    }

    /** The offset to commit, where it has moved since the last one given. */
    OptionalLong toCommit() {
        long safe = unfinished.isEmpty() ? next : unfinished.first();
        if (safe == committed) {
            return OptionalLong.empty();
        }
        committed = safe;
        return OptionalLong.of(safe);
    }
}
