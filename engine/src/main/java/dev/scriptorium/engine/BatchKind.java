package dev.scriptorium.engine;

/**
 * Which batches can hold an input. Inputs of one kind share decode steps without changing each other's outputs.
 *
 * @param rows sequences that are generated for one input at the same time: beams or samples
 * @param allScores whether steps give the scores of the whole vocabulary, which costs more, or of the likeliest tokens
 */
public record BatchKind(int rows, boolean allScores) {}
