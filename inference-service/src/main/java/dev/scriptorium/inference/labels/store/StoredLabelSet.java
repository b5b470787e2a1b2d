package dev.scriptorium.inference.labels.store;

/** @param digest SHA-256 over the label set's files, in hexadecimal */
public record StoredLabelSet(LabelSet set, String digest) {}
