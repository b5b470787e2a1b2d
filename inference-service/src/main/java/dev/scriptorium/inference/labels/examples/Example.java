package dev.scriptorium.inference.labels.examples;

/** @param line of the file, from 1, where the example begins */
public record Example(int line, String text, String label) {}
