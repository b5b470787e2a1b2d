package dev.scriptorium.translator.online;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Admits only calls that can be answered before their deadline: by the characters that wait, and by the rate at which large
 * calls were translated lately. Thread-safe.
 */
public final class Admission {

    /** Characters of a call that is admitted whatever was measured; only calls that are larger tell how fast texts go. */
    private static final int ALWAYS_ADMITTED = 2_000;

    /** Weight of the last call in the rate. */
    private static final double WEIGHT = 0.3;

    /** A call that ended without an answer was slower than this share of its own rate. */
    private static final double OF_AN_ENDED_CALL = 0.5;

    /** The measured rate stays within this factor of the configured one. */
    private static final double FACTOR = 20;

    private final double configuredRate;
    private final Clock clock;
    private double rate;
    private long waiting;
    private long translated;

    /** @param charactersPerSecond what is expected before any large call was measured */
    public Admission(double charactersPerSecond, Clock clock) {
        this.configuredRate = charactersPerSecond;
        this.rate = charactersPerSecond;
        this.clock = clock;
    }

    /** A call that was admitted. */
    interface Admitted {

        /** Says that the call has its answer; after the first end nothing counts. */
        void answered(long charactersByModels);

        /** Says that the call has ended, with an answer or without; after the first end nothing counts. */
        void ended();
    }

    /**
     * Admits a call.
     *
     * @throws FailureException LIMIT_EXCEEDED for a call that could not be answered within its time even alone; OVERLOADED
     *     for one that could be later
     */
    synchronized Admitted admit(long characters, Duration timeLeft) {
        double possible = rate * timeLeft.toMillis() / 1000;
        if (characters > ALWAYS_ADMITTED && characters > possible) {
            throw new FailureException(
                    FailureCode.LIMIT_EXCEEDED,
                    String.format(
                            Locale.ROOT,
                            "texts have %,d characters together; about %,d can be translated within %d seconds. Send fewer in"
                                    + " one request, or submit a job.",
                            characters,
                            Math.max(ALWAYS_ADMITTED, (long) possible),
                            timeLeft.toSeconds()));
        }
        if (waiting > 0 && waiting + characters > Math.max(possible, ALWAYS_ADMITTED)) {
            throw new FailureException(
                    FailureCode.OVERLOADED,
                    String.format(
                            Locale.ROOT,
                            "%,d characters wait to be translated; these texts would not be done within %d seconds.",
                            waiting,
                            timeLeft.toSeconds()));
        }
        waiting += characters;
        Instant begin = clock.instant();
        long before = translated;
        var open = new AtomicBoolean(true);
        return new Admitted() {
            @Override
            public void answered(long charactersByModels) {
                if (open.compareAndSet(true, false)) {
                    end(characters);
                    measure(charactersByModels, begin, before);
                }
            }

            @Override
            public void ended() {
                if (open.compareAndSet(true, false)) {
                    end(characters);
                    measureEnded(characters, begin);
                }
            }
        };
    }

    private synchronized void end(long characters) {
        waiting -= characters;
    }

    private synchronized void measure(long charactersByModels, Instant begin, long before) {
        translated += charactersByModels;
        if (charactersByModels > ALWAYS_ADMITTED) {
            learn((translated - before) / seconds(begin));
        }
    }

    private synchronized void measureEnded(long characters, Instant begin) {
        double atMost = OF_AN_ENDED_CALL * characters / seconds(begin);
        if (characters > ALWAYS_ADMITTED && atMost < rate) {
            learn(atMost);
        }
    }

    private void learn(double measured) {
        rate += WEIGHT * (Math.clamp(measured, configuredRate / FACTOR, configuredRate * FACTOR) - rate);
    }

    private double seconds(Instant begin) {
        return Math.max(1, Duration.between(begin, clock.instant()).toMillis()) / 1000.0;
    }
}
