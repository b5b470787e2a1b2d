package dev.scriptorium.engine.search;

import java.util.List;

/**
 * A model in the middle of writing sequences. For one thread.
 *
 * <p>Each sentence has as many rows as the decoder was opened with beams, next to each other. Each step appends one token
 * to every row and says what may follow; rows may be of different length. After a failure the decoder may only be closed.
 */
public interface StepDecoder extends AutoCloseable {

    /** Tokens in the vocabulary. */
    int vocabularySize();

    /** The most sentences at one time. */
    int capacity();

    /** Appends sentences after those that are there; they begin with their first token at the next step. */
    void admit(List<int[]> sources);

    /**
     * Appends {@code step} and gives, for each row, the {@code count} most likely next tokens, best first, without those
     * that the model may never write.
     */
    List<Candidates> mostLikely(Step step, int count);

    /** Appends {@code step} and gives, for each row, the model's raw score of every token. */
    List<float[]> scores(Step step);

    /**
     * For each row of a sentence, given by its position, how much it attended to each token of its source in the last step;
     * empty where the step asked for none, or the model cannot say.
     */
    List<float[]> attention(int sentence);

    /** Keeps only these sentences, given by their position in ascending order. */
    void keep(int[] sentences);

    @Override
    void close();

    /**
     * One token for each row.
     *
     * @param tokens the token that is appended to each row
     * @param parents the row of the step before that each row continues, counted as the rows are placed now; at a
     *     sentence's first step its own number
     * @param attention whether {@link #attention} is asked for afterwards
     */
    record Step(int[] tokens, int[] parents, boolean attention) {

        public Step(int[] tokens, int[] parents) {
            this(tokens, parents, false);
        }
    }
}
