package dev.scriptorium.file;

/**
 * A segment of a file and its translation.
 *
 * @param source as the models got it
 * @param untranslated whether the target stands for no translation
 */
public record SegmentTranslation(String source, String target, boolean untranslated) {}
