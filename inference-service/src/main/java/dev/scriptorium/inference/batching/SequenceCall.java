package dev.scriptorium.inference.batching;

import dev.scriptorium.engine.DecodingBatch;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationInput;
import java.util.List;

/** A call whose inputs join sequences that are being generated. Inputs of equal groups may share a batch. */
public non-sealed interface SequenceCall extends ModelCall<List<Generation>> {

    /** A new decoding batch for inputs of this call's group. */
    DecodingBatch open();

    /** What of an input's ids, with this call's settings, goes into the slots. */
    GenerationInput input(int[] ids);
}
