package dev.scriptorium.modelrepository.hub;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Makes a request again that failed in a way that may pass, and waits twice as long each time. Safe for many threads.
 *
 * @param most how often a request is made before it fails
 * @param firstWait before the second attempt
 * @param from where answers come from, as a failure says it; empty where that goes without saying
 * @param advice what to check, as a failure says it
 */
public record Attempts(int most, Duration firstWait, String from, String advice) {

    private static final Logger LOG = Logger.getLogger(Attempts.class);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** One attempt; an {@link IOException} means that it may be made again. */
    public interface Attempt<T> {
        T make() throws IOException;
    }

    /** An attempt that failed, with the time that the other side asks to wait. */
    static final class LaterException extends IOException {

        private static final long serialVersionUID = 1;

        private final Duration wait;

        LaterException(String message, Duration wait) {
            super(message);
            this.wait = wait;
        }
    }

    /** @throws FailureException {@code DEPENDENCY_UNAVAILABLE} where all attempts failed, or what an attempt threw */
    public <T> T make(String what, Attempt<T> attempt) {
        Duration wait = firstWait;
        for (int number = 1; ; number++) {
            try {
                return attempt.make();
            } catch (IOException e) {
                if (number >= most) {
                    throw new FailureException(
                            FailureCode.DEPENDENCY_UNAVAILABLE,
                            "%s could not be fetched%s in %d attempts: %s; %s"
                                    .formatted(what, from, number, e.getMessage(), advice),
                            e);
                }
                LOG.warnf("%s: %s; trying again", what, e.getMessage());
                pause(e instanceof LaterException later ? shorter(later.wait, LONGEST_WAIT) : wait);
                wait = shorter(wait.multipliedBy(2), LONGEST_WAIT);
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            throw stopping(e);
        }
    }

    /** Of a thread that was interrupted. */
    public static FailureException stopping(Exception cause) {
        Thread.currentThread().interrupt();
        return new FailureException(FailureCode.CANCELLED, "The service is stopping", cause);
    }
}
