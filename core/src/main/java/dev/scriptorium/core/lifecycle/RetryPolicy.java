package dev.scriptorium.core.lifecycle;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and how fast a document is tried again: exponential back-off with full jitter, so that documents that failed
 * together do not come back together.
 *
 * @param attempts how many there may be, the first one included
 * @param base the longest wait after the first attempt; doubled after each further one
 * @param cap the longest wait of all
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential back-off and jitter</a>
 */
public record RetryPolicy(int attempts, Duration base, Duration cap) {

    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1: " + attempts);
        }
        if (base.isNegative() || base.compareTo(cap) > 0) {
            throw new IllegalArgumentException("0 <= base <= cap: " + base + ", " + cap);
        }
    }

    public boolean allowsAnotherAfter(int attempt) {
        return attempt < attempts;
    }

    /** The wait after an attempt, counted from 1. */
    public Duration delay(int attempt, RandomGenerator random) {
        return Duration.ofMillis(random.nextLong(grown(base, attempt, cap).toMillis() + 1));
    }

    /** A duration doubled for every attempt after the first, at most the cap. */
    public static Duration grown(Duration base, int attempt, Duration cap) {
        Duration grown = base.multipliedBy(1L << Math.clamp(attempt - 1L, 0, 20));
        return grown.compareTo(cap) < 0 ? grown : cap;
    }
}
