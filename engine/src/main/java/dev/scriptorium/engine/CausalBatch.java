package dev.scriptorium.engine;

import java.util.List;
import java.util.Optional;

/**
 * Sequences that are continued together. Each step gives every sequence whose prompt is read one more token, and reads on in
 * the prompts of the others, so that a long prompt does not keep the others waiting. What else is in the batch does not change
 * what is written. For one thread. After a failed step the batch may only be closed.
 */
public interface CausalBatch extends AutoCloseable {

    /** A sequence that is in the batch. Told apart by identity. */
    interface SequenceHandle {}

    /**
     * What a batch may hold.
     *
     * @param tokens whose keys and values have a place: prompts and the most that their answers can have
     * @param sequences at one time
     * @param stepTokens the most tokens of prompts that one step reads, beside one token of each sequence that is written
     */
    record Limits(int tokens, int sequences, int stepTokens) {

        public Limits {
            if (tokens < 1 || sequences < 1 || stepTokens < 1) {
                throw new IllegalArgumentException(
                        "limits must be at least 1 but are " + tokens + ", " + sequences + " and " + stepTokens);
            }
        }
    }

    /** Sequences that are being written. */
    int size();

    /** Tokens that have a place for their keys and values. */
    int totalTokens();

    /** Of these, the tokens whose place no sequence in the batch has taken. */
    int freeTokens();

    /**
     * Takes a sequence in; its prompt is read by the next steps. Where the beginning of the prompt was read before and is still
     * there, it is not read again.
     *
     * @return empty where there is no place now, but will be when others are finished
     * @throws dev.scriptorium.core.failure.FailureException {@code INPUT_TOO_LONG} where the model cannot take the prompt,
     *     {@code LIMIT_EXCEEDED} where the batch could not even with nothing else in it, {@code BAD_REQUEST} where it has
     *     tokens that there are not
     */
    Optional<SequenceHandle> admit(CausalRequest request);

    /** One step of all sequences; what they wrote, with at most one token of each. */
    List<CausalOutput> step();

    /** Removes a sequence and frees its keys and values; one that is finished already is let be. */
    void cancel(SequenceHandle sequence);

    @Override
    void close();
}
