package dev.scriptorium.inference.engine;

import java.util.List;

/** A model that writes a text from a text, such as a translator. */
public non-sealed interface Seq2SeqModel extends InferenceModel {

    /** What the model's own files ask for. */
    GenerationSettings defaults();

    /**
     * One generation for each input, in order.
     *
     * @throws java.util.concurrent.CancellationException at the next step after {@code cancellation} asks for it
     */
    List<Generation> generate(List<int[]> inputs, GenerationSettings settings, Cancellation cancellation);
}
