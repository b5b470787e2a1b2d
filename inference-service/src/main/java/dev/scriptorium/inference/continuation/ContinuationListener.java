package dev.scriptorium.inference.continuation;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.CausalOutput;

/** Is told what becomes of a request, by the worker's thread, which does not wait for it. */
public interface ContinuationListener {

    /** A token; the last one has a {@code finish}, and nothing follows it. */
    void written(CausalOutput output);

    /** Instead of a last token; {@code CANCELLED} where the caller wanted it. */
    void failed(FailureException failure);
}
