package dev.scriptorium.ingest.http;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The body of a request with its limits of size and time. A connection that breaks is the client's fault: reading then
 * fails with {@code BAD_REQUEST}. Closing it does not read what is left.
 */
final class GuardedBody extends InputStream {

    private final InputStream body;
    private final DataSize limit;
    private final InstantSource clock;
    private final Duration time;
    private final Instant deadline;
    private long read;

    GuardedBody(InputStream body, DataSize limit, InstantSource clock, Duration time) {
        this.body = body;
        this.limit = limit;
        this.clock = clock;
        this.time = time;
        this.deadline = clock.instant().plus(time);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        int count;
        try {
            count = body.read(buffer, offset, length);
        } catch (IOException e) {
            throw new FailureException(FailureCode.BAD_REQUEST, "The request ended before its body did.", e);
        }
        read += Math.max(0, count);
        if (read > limit.toBytes()) {
            throw BodyLimits.tooLarge(limit);
        }
        if (clock.instant().isAfter(deadline)) {
            throw new FailureException(
                    FailureCode.REQUEST_TIMEOUT, "The body of a request must arrive within " + time + ".");
        }
        return count;
    }

    @Override
    public void close() {
        // What is left is not read: the server closes the connection instead.
    }
}
