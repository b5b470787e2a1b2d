package dev.scriptorium.engine;

/**
 * What sort of slots an input needs. Inputs of one kind share steps without changing each other's outputs.
 *
 * @param rows sequences that are written for one input at the same time
 * @param allScores whether steps give the scores of the whole vocabulary, which costs more, or of the likeliest tokens
 */
public record SlotKind(int rows, boolean allScores) {}
