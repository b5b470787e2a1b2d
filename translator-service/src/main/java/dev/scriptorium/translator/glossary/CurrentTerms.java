package dev.scriptorium.translator.glossary;

/** The terms that hold now. For any thread. */
public interface CurrentTerms {

    /** Of an installation without a glossary. */
    CurrentTerms NONE = tenant -> Terms.NONE;

    /**
     * As known a short while ago.
     *
     * @throws dev.scriptorium.core.failure.FailureException DEPENDENCY_UNAVAILABLE where the glossary does not answer
     */
    Terms of(String tenant);
}
