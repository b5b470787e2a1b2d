package dev.scriptorium.ingest.jobs;

import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a job's documents begins.
 *
 * @param position of its first document
 */
public record Cursor(JobId job, int position) {

    public String encode() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((job + "/" + position).getBytes(StandardCharsets.US_ASCII));
    }

    /** Fails with {@code BAD_REQUEST} on anything but a cursor into the documents of that job. */
    public static Cursor decode(String text, JobId job) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
            int slash = plain.indexOf('/');
            Cursor cursor = new Cursor(
                    JobId.parse(plain.substring(0, Math.max(0, slash))), Integer.parseInt(plain.substring(slash + 1)));
            if (cursor.job().equals(job) && cursor.position() >= 0) {
                return cursor;
            }
        } catch (IllegalArgumentException e) {
            throw notOne(e);
        }
        throw notOne(null);
    }

    private static FailureException notOne(@Nullable Throwable cause) {
        return new FailureException(FailureCode.BAD_REQUEST, "Invalid pageToken for this job.", cause);
    }
}
