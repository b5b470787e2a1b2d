package dev.scriptorium.memory;

/**
 * What was left out of a file that was imported.
 *
 * @param line on which it begins or, where it has several, ends; from 1
 */
public record ImportProblem(int line, String reason) {}
