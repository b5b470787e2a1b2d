package dev.scriptorium.memory;

import java.util.UUID;

/**
 * Where a segment stands.
 *
 * @param previous source text of the segment before it; empty where there is none, or none is known
 * @param next source text of the segment after it, likewise
 */
public record SegmentContext(String previous, String next) {

    /** A segment that stands alone. */
    public static final SegmentContext NONE = new SegmentContext("", "");

    UUID key() {
        return TextKey.of(previous, next);
    }
}
