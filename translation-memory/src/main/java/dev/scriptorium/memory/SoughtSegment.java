package dev.scriptorium.memory;

import java.util.List;

/**
 * A segment that may have been translated before.
 *
 * @param modelDigests of the models that would be asked, in the order of their use: units that other models made do not
 *     count; empty: none of a machine counts
 */
public record SoughtSegment(
        String sourceLanguage, String targetLanguage, String text, SegmentContext context, List<String> modelDigests) {

    public SoughtSegment {
        modelDigests = List.copyOf(modelDigests);
    }
}
