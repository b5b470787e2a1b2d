package dev.scriptorium.standalone.client;

/** The API refused a request or could not be reached. The message is one sentence for the person at the command line. */
public final class ApiException extends RuntimeException {
    private static final int NONE = 0;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final int status;

    private ApiException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** No answer came. */
    ApiException(String message, Throwable cause) {
        this(NONE, message, cause);
    }

    /** An answer with the status of an error came. */
    ApiException(int status, String message) {
        super(message);
        this.status = status;
    }

    public boolean isNotFound() {
        return status == NOT_FOUND;
    }

    /** Whether the thing asked for exists but is not ready. */
    boolean isConflict() {
        return status == CONFLICT;
    }

    /** Whether the instance could not be reached, so that the same request may succeed later. */
    public boolean isUnreachable() {
        return status == NONE;
    }
}
