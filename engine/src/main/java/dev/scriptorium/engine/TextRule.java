package dev.scriptorium.engine;

/**
 * How a text's answer follows from the probabilities of its sentences.
 *
 * @param geometric the text's probabilities are the geometric mean of its sentences', made to sum to 1; else the arithmetic mean
 * @param threshold a text whose highest probability is below it is answered as unsure; 0: none is
 */
public record TextRule(boolean geometric, float threshold) {

    /** The arithmetic mean, always sure. */
    public static final TextRule MEAN = new TextRule(false, 0);
}
