package dev.scriptorium.inference.trial;

/**
 * A threshold for a translator's scores, and what it does on the pairs that it was chosen with.
 *
 * @param direction such as {@code en-de}
 * @param threshold the mean log-probability per token below which a translation is flagged
 * @param pairs with which it was chosen
 * @param flagged translations below it
 * @param bad translations far from the reference
 * @param badFlagged of these, those below it
 */
public record Calibration(String direction, float threshold, int pairs, int flagged, int bad, int badFlagged) {}
