package dev.scriptorium.inference.continuation;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.CausalOutput;

/** Receives the tokens or the failure of a request, on the worker's thread; it must not block. */
public interface ContinuationListener {

    /** A token; the last one has a {@code finish}, and nothing follows it. */
    void generated(CausalOutput output);

    /** In place of a last token; {@code CANCELLED} after a cancellation by the caller. */
    void failed(FailureException failure);
}
