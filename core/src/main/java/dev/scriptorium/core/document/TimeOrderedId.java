package dev.scriptorium.core.document;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes UUIDs that begin with the time (version 7), so that rows made together lie together in an index. The order is
 * never relied on: clocks differ.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC 9562, section 5.7</a>
 */
public final class TimeOrderedId {

    private TimeOrderedId() {}

    public static UUID next(InstantSource clock, RandomGenerator random) {
        long mostSignificant = clock.millis() << 16 | 0x7000 | random.nextInt(1 << 12);
        long leastSignificant = random.nextLong() >>> 2 | 1L << 63;
        return new UUID(mostSignificant, leastSignificant);
    }

    static UUID parse(String what, String text) {
        // UUID.fromString also takes shortened groups: one thing would have many names.
        if (text.length() == 36) {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                throw notOne(what, text);
            }
        }
        throw notOne(what, text);
    }

    private static IllegalArgumentException notOne(String what, String text) {
        return new IllegalArgumentException(
                "a " + what + " id is a UUID of 36 characters: " + text.substring(0, Math.min(text.length(), 40)));
    }
}
