package dev.scriptorium.engine;

/** What an answer must look like, token by token. Of one sequence, for one thread. */
public interface TokenConstraint {

    /**
     * Sets the scores of tokens that may not come next to negative infinity; end tokens are among them until it may end.
     *
     * @param remaining how many tokens the answer may still have, at least 1; where it can be brought to an end within them, it is
     */
    void restrict(float[] scores, int remaining);

    /** Goes on behind a token that was written. */
    void accept(int token);

    /** Whether what was written is a whole answer. */
    boolean mayEnd();

    /** Whether nothing can follow. */
    boolean mustEnd();
}
