package dev.scriptorium.engine;

import dev.scriptorium.tokenizers.TokenizedText;
import java.util.List;

/** A model that gives each token of a text a probability for every label, such as one that finds names. */
public non-sealed interface TokenLabelModel extends EncoderModel {

    /** The labels in the order of the probabilities. */
    List<String> labels();

    /** A text's tokens with their places; their ids are what {@link #encode} gives. */
    TokenizedText tokenize(String text);

    /** For each input, in order, the probabilities of each of its tokens. */
    List<List<float[]>> label(List<int[]> inputs);
}
