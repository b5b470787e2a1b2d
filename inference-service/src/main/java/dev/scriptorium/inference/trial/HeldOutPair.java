package dev.scriptorium.inference.trial;

/** A text with a translation of it by people, which the model has not seen. */
public record HeldOutPair(String source, String reference) {}
