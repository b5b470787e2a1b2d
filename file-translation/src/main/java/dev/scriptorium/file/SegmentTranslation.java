package dev.scriptorium.file;

import dev.scriptorium.core.text.WordAlignment;

/**
 * A segment of a file and its translation.
 *
 * @param source as the models got it
 * @param untranslated whether the target stands for no translation
 * @param alignment of the words of source and target, as far as it is known
 */
public record SegmentTranslation(String source, String target, boolean untranslated, WordAlignment alignment) {

    /** Without an alignment. */
    public SegmentTranslation(String source, String target, boolean untranslated) {
        this(source, target, untranslated, WordAlignment.NONE);
    }
}
