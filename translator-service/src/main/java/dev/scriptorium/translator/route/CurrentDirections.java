package dev.scriptorium.translator.route;

/** The directions that can be taken now. For any thread. */
public interface CurrentDirections {

    /**
     * As known a short while ago; waits for the catalogue the first time.
     *
     * @throws dev.scriptorium.core.failure.FailureException DEPENDENCY_UNAVAILABLE where the catalogue does not answer and
     *     was never heard of
     */
    Directions get();
}
