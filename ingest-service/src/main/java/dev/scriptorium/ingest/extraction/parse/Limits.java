package dev.scriptorium.ingest.extraction.parse;

/**
 * How much text a document may have.
 *
 * @param maxCharacters over all blocks, in UTF-16 units
 * @param maxPages for formats that have pages
 */
public record Limits(long maxCharacters, int maxBlocks, int maxPages) {

    public Limits {
        if (maxCharacters < 1 || maxBlocks < 1 || maxPages < 1) {
            throw new IllegalArgumentException("limits start at 1: " + maxCharacters + " characters, " + maxBlocks
                    + " blocks, " + maxPages + " pages");
        }
    }
}
