package dev.scriptorium.memory.tmx;

/**
 * A translation unit of a file that was left out.
 *
 * @param line on which it begins, from 1
 */
public record TmxProblem(int line, String reason) {}
