package dev.scriptorium.core.failure;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A failure with its stable code. The reason is one plain sentence for a person and never holds text of a document. */
public final class FailureException extends RuntimeException {

    private final FailureCode code;

    public FailureException(FailureCode code, String reason) {
        this(code, reason, null);
    }

    public FailureException(FailureCode code, String reason, @Nullable Throwable cause) {
        super(Objects.requireNonNull(reason, "reason"), cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    public FailureCode code() {
        return code;
    }

    public String reason() {
        return Objects.requireNonNull(getMessage());
    }

    /** The failure behind any exception: itself, the nearest cause that has a code, or {@link FailureCode#INTERNAL}. */
    public static FailureException of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailureException failure) {
                return failure;
            }
        }
        return new FailureException(
                FailureCode.INTERNAL, "Unexpected " + thrown.getClass().getSimpleName(), thrown);
    }
}
