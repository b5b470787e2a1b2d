package dev.scriptorium.ingest.extraction.parse;

import java.nio.file.Path;

/**
 * A document's bytes, and what its sender said about them.
 *
 * @param name as the sender called it, may be empty; a hint at the format, never a path
 * @param declaredMediaType may be empty; a hint at the format
 * @param units whether its blocks are the text units of its format, which can be written again
 */
public record SourceFile(Path file, String name, String declaredMediaType, boolean units) {

    public SourceFile(Path file, String name, String declaredMediaType) {
        this(file, name, declaredMediaType, false);
    }
}
