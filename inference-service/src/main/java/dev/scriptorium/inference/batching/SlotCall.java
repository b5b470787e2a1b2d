package dev.scriptorium.inference.batching;

import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.GenerationSlots;
import java.util.List;

/** A call whose inputs join others that are being written already. Inputs of equal groups may share slots. */
public non-sealed interface SlotCall extends ModelCall<List<Generation>> {

    /** New slots for inputs of this call's group. */
    GenerationSlots open();

    /** What of an input's ids, with this call's settings, goes into the slots. */
    GenerationInput input(int[] ids);
}
