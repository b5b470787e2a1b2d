package dev.scriptorium.ingest.event;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.State;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A job has another state, or a document is finished.
 *
 * @param document empty where it is about the job
 * @param state the new one
 */
public record JobEvent(Position position, JobId job, Optional<DocumentId> document, State state, Instant at) {

    /** Where it is among all events: they are read in this order, none before all earlier ones can be read. */
    public record Position(long transaction, long number) {

        /** Before all events. */
        public static final Position START = new Position(0, 0);

        private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

        /** Fails with {@code BAD_REQUEST} on what {@link #toString()} did not give. */
        public static Position parse(String text) {
            Matcher matcher = TEXT.matcher(text);
            if (!matcher.matches()) {
                throw new FailureException(FailureCode.BAD_REQUEST, "Last-Event-ID must be the id of an event.");
            }
            return new Position(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
        }

        @Override
        public String toString() {
            return transaction + "-" + number;
        }
    }
}
