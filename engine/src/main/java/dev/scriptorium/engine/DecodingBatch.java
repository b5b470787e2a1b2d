package dev.scriptorium.engine;

import java.util.Collection;
import java.util.List;

/**
 * Sequences that are generated together, one token of each with every decode step. Sequences are admitted and evicted between
 * steps; what else is in the batch does not change the output of an input. For one thread. After a step or an admission
 * failed, other than by refusing an input, the batch may only be closed.
 */
public interface DecodingBatch extends AutoCloseable {

    /** An input that is being generated here. Told apart by identity. */
    interface SequenceHandle {}

    /** An input that is finished and was evicted, with its sequences, the best one first. */
    record Finished(SequenceHandle sequence, List<Generation> generations) {}

    /** The most inputs at one time. */
    int capacity();

    /** Inputs that are being generated. */
    int size();

    /** How many inputs may be admitted now. */
    int free();

    /**
     * Admits inputs, at most as many as are free: their sources are read (prefill), and their first token comes with the next
     * step.
     *
     * @return a handle for each input, in order
     * @throws dev.scriptorium.core.failure.FailureException where the model refuses an input; then none is admitted and the
     *     others go on
     */
    List<SequenceHandle> admit(List<GenerationInput> inputs);

    /** Generates one token of every input. */
    List<Finished> step();

    /** Removes inputs before they are finished and frees their keys and values. */
    void evict(Collection<SequenceHandle> sequences);

    @Override
    void close();
}
