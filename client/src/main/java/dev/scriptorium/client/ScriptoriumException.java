package dev.scriptorium.client;

import java.time.Duration;
import java.util.Optional;

/** A request that was refused, failed, or got no answer. The message is a sentence for people, without a text of a document. */
public final class ScriptoriumException extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int NO_ANSWER = 0;

    private final int status;
    private final String code;
    private final boolean retryable;
    private final transient Optional<Duration> retryAfter;

    ScriptoriumException(int status, String code, String message, boolean retryable, Optional<Duration> retryAfter) {
        super(message);
        this.status = status;
        this.code = code;
        this.retryable = retryable;
        this.retryAfter = retryAfter;
    }

    /** No answer came, or none that can be read. */
    ScriptoriumException(String message, Throwable cause) {
        super(message, cause);
        this.status = NO_ANSWER;
        this.code = "";
        this.retryable = true;
        this.retryAfter = Optional.empty();
    }

    /** The HTTP status; 0 where no answer came. */
    public int status() {
        return status;
    }

    /** The stable code, such as {@code RESULT_PENDING}; empty where no answer of the service came. */
    public String code() {
        return code;
    }

    /** Whether the same request can succeed later. */
    public boolean isRetryable() {
        return retryable;
    }

    /** When to try again, where the service says so. */
    public Optional<Duration> retryAfter() {
        return retryAfter == null ? Optional.empty() : retryAfter;
    }
}
