package dev.scriptorium.engine;

import java.util.Collection;
import java.util.List;

/**
 * Places where texts are being written, one token of each with every step. Inputs join and leave between steps; what else
 * is there does not change an input's output. For one thread. After a step or a join failed, other than by refusing an
 * input, the slots may only be closed.
 */
public interface GenerationSlots extends AutoCloseable {

    /** An input that is being written here. Told apart by identity. */
    interface Writing {}

    /** An input that is done and has left, with its sequences, the best one first. */
    record Finished(Writing writing, List<Generation> generations) {}

    /** The most inputs at one time. */
    int capacity();

    /** Inputs that are being written. */
    int size();

    /** How many inputs may join now. */
    int free();

    /**
     * Takes inputs, at most as many as are free; their first token comes with the next step.
     *
     * @return for each input, in order, what stands for it here
     * @throws dev.scriptorium.core.failure.FailureException where the model does not take an input; then none has joined
     *     and those that are written go on
     */
    List<Writing> join(List<GenerationInput> inputs);

    /** Writes one token of every input. */
    List<Finished> step();

    /** Takes inputs out before they are done. */
    void leave(Collection<Writing> unwanted);

    @Override
    void close();
}
