package dev.scriptorium.memory.tmx;

/**
 * What a file may have.
 *
 * @param units pairs of texts, in all languages together
 * @param segmentCharacters of a text
 */
public record TmxLimits(long units, int segmentCharacters) {

    public TmxLimits {
        if (units < 1 || segmentCharacters < 1) {
            throw new IllegalArgumentException(
                    "limits of TMX files must be at least 1: " + units + ", " + segmentCharacters);
        }
    }
}
