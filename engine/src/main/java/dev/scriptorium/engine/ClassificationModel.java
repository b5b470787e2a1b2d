package dev.scriptorium.engine;

import java.util.List;

/** A model that gives each text a probability for every label. */
public non-sealed interface ClassificationModel extends EncoderModel {

    /** The labels in the order of the probabilities. */
    List<String> labels();

    /**
     * The probabilities of each input, in order; those of one input sum to 1, but for models whose labels hold or not each by
     * itself.
     */
    List<float[]> classify(List<int[]> inputs);

    /** How a text of several sentences is answered. */
    default TextRule textRule() {
        return TextRule.MEAN;
    }
}
