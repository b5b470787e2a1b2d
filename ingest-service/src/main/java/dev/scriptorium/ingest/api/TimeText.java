package dev.scriptorium.ingest.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Times of requests in RFC 3339. */
final class TimeText {

    private TimeText() {}

    static Instant read(String text, String name) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw JsonBody.bad(name + " must be a time in RFC 3339, such as 2027-01-31T00:00:00Z.");
        }
    }
}
