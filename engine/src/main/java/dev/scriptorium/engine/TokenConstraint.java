package dev.scriptorium.engine;

/** What an answer must look like, token by token. Of one sequence, for one thread. */
public interface TokenConstraint {

    /** Sets the scores of tokens that may not come next to negative infinity; end tokens are among them until it may end. */
    void restrict(float[] scores);

    /** Goes on behind a token that was written. */
    void accept(int token);
}
