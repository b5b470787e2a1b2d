package dev.scriptorium.inference.engine.search;

import java.util.List;

/** The search for one sentence's sequence. For one thread. */
sealed interface SentenceSearch permits GreedySearch, BeamSearch {

    /** The rows that are continued, each of the same length. */
    List<Hypothesis> rows();

    /** For each row the place of the row it continues among the rows before the last step. */
    int[] parents();

    /** How many candidates each row needs. */
    int candidatesPerRow();

    /** Takes one step: the candidates of each row, in the order of {@link #rows()}. */
    void advance(List<Candidates> candidates);

    boolean finished();

    /** The result, once finished. */
    Hypothesis best();
}
