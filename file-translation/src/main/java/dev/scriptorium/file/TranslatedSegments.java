package dev.scriptorium.file;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The translated segments of a file, given out block by block. For one thread. */
final class TranslatedSegments {

    private final Iterator<SegmentTranslation> segments;

    /** A segment and where it stands in its block. */
    record Placed(int start, int end, SegmentTranslation segment) {}

    TranslatedSegments(List<SegmentTranslation> segments) {
        this.segments = segments.iterator();
    }

    /** The segments of the next block; fails where they are not those of its text. */
    List<Placed> of(String block) {
        List<Placed> found = new ArrayList<>();
        int position = 0;
        while (position < block.length()) {
            if (block.charAt(position) == ' ') {
                position++;
                continue;
            }
            if (!segments.hasNext()) {
                throw mismatch();
            }
            SegmentTranslation segment = segments.next();
            if (segment.source().isEmpty() || !block.startsWith(segment.source(), position)) {
                throw mismatch();
            }
            int end = position + segment.source().length();
            found.add(new Placed(position, end, segment));
            position = end;
        }
        return found;
    }

    /** Fails where segments are left. */
    void end() {
        if (segments.hasNext()) {
            throw mismatch();
        }
    }

    private static FailureException mismatch() {
        return new FailureException(
                FailureCode.INTERNAL, "The translated segments are not those of the file's text units.");
    }
}
