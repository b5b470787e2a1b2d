package dev.scriptorium.engine.search;

import java.util.List;

/** The search for one sentence's sequences. For one thread. */
sealed interface SentenceSearch permits GreedySearch, BeamSearch, SampledSearch, GivenSequence {

    /** The rows that are continued; as many at every step. */
    List<Hypothesis> rows();

    /** For each row the place of the row it continues among the rows before the last step. */
    int[] parents();

    /** The token that follows every row whatever the model says, or none below 0. */
    int forcedNext();

    /** Whether the sequences end with the forced token, so that the model need not see the one before. */
    boolean endsWithForced();

    /** How many candidates each row needs. */
    int candidatesPerRow();

    /**
     * Ranks what may follow a row, where the model gave the scores of all tokens.
     *
     * @param row its place among {@link #rows()}
     * @param scores raw; this may change them
     */
    Candidates rank(int row, float[] scores);

    /** Takes one step: the candidates of each row, in the order of {@link #rows()}. */
    void advance(List<Candidates> candidates);

    boolean finished();

    /** The results, best first, once finished. */
    List<Hypothesis> best();
}
