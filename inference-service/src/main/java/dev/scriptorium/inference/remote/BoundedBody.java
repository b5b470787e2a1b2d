package dev.scriptorium.inference.remote;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;

/** A body that fails beyond its length or the deadline. */
final class BoundedBody extends FilterInputStream {

    private final long most;
    private final Instant deadline;
    private final Clock clock;
    private long read;

    BoundedBody(InputStream body, long most, Instant deadline, Clock clock) {
        super(body);
        this.most = most;
        this.deadline = deadline;
        this.clock = clock;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        read += Math.max(0, count);
        if (read > most) {
            throw new FailureException(
                    FailureCode.MODEL_FAILED,
                    "The answer of the remote model has over " + most
                            + " bytes, the limit of scriptorium.inference.remote.response-body");
        }
        if (clock.instant().isAfter(deadline)) {
            throw new FailureException(
                    FailureCode.DEADLINE_EXCEEDED,
                    "The answer of the remote model was not complete within the deadline");
        }
        return count;
    }
}
