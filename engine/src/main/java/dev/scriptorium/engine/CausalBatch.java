package dev.scriptorium.engine;

import java.util.List;
import java.util.Optional;

/**
 * Sequences that are decoded together (continuous batching). Each step generates one token for every sequence whose prefill is
 * complete, and computes a chunk of the prompts of the others, so that a long prompt does not delay the other sequences. The
 * output of a sequence does not depend on the others in the batch. For one thread. After a failed step the batch may only be
 * closed.
 */
public interface CausalBatch extends AutoCloseable {

    /** A sequence of the batch, compared by identity. */
    interface SequenceHandle {}

    /**
     * What a batch may hold.
     *
     * @param tokens capacity of the KV cache: prompts and their longest answers
     * @param sequences at one time
     * @param stepTokens the most prompt tokens of one step (the prefill chunk), beside one token of each decoding sequence
     */
    record Limits(int tokens, int sequences, int stepTokens) {

        public Limits {
            if (tokens < 1 || sequences < 1 || stepTokens < 1) {
                throw new IllegalArgumentException(
                        "limits must be at least 1 but are " + tokens + ", " + sequences + " and " + stepTokens);
            }
        }
    }

    /** Sequences in the batch. */
    int size();

    /** Capacity of the KV cache in tokens. */
    int totalTokens();

    /** Of these, the tokens that no sequence of the batch has reserved. */
    int freeTokens();

    /**
     * Admits a sequence; the next steps prefill its prompt. A prefix of the prompt that is still in the KV cache is not computed
     * again.
     *
     * @return empty where the batch has no capacity now, but will have it when other sequences finish
     * @throws dev.scriptorium.core.failure.FailureException {@code INPUT_TOO_LONG} where the model cannot take the prompt,
     *     {@code LIMIT_EXCEEDED} where the empty batch could not hold it, {@code BAD_REQUEST} where it has
     *     tokens outside the vocabulary
     */
    Optional<SequenceHandle> admit(CausalRequest request);

    /** One step of all sequences. Returns the generated tokens, at most one of each sequence. */
    List<CausalOutput> step();

    /** Removes a sequence and frees its keys and values; a finished sequence is ignored. */
    void cancel(SequenceHandle sequence);

    @Override
    void close();
}
