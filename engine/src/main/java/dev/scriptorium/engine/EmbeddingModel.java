package dev.scriptorium.engine;

import java.util.List;

/** A model that places texts in a vector space where similar meanings are near. */
public non-sealed interface EmbeddingModel extends EncoderModel {

    /** The length of every vector. */
    int dimensions();

    /** One vector of length 1 for each input, in order. */
    List<float[]> embed(List<int[]> inputs);
}
