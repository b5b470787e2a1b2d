package dev.scriptorium.runtime.failure;

import dev.scriptorium.core.failure.FailureException;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The form in which an API for the clients of another product tells its failures, in place of a problem. */
@FunctionalInterface
public interface FailureForm {

    Answer of(FailureException failure);

    /** An answer without its headers. */
    record Answer(int status, String json) {}

    /** Refusals of this request have the form. */
    default void use(RoutingContext context) {
        context.put(FailureForm.class.getName(), this);
    }

    /** The form that was chosen for the request. */
    static Optional<FailureForm> of(RoutingContext context) {
        return Optional.ofNullable(context.get(FailureForm.class.getName()));
    }
}
