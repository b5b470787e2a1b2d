package dev.scriptorium.translator.part;

import dev.scriptorium.proto.document.v1.Segment;
import java.util.List;

/**
 * What is to be translated at once: a part of a document, or one text.
 *
 * @param index of the part, the first half of its segments' ids
 * @param language of most of it, empty where none was recognised
 * @param sourceLanguage as the client says, empty to go by what was detected
 */
public record TextPart(
        int index, List<Segment> segments, String language, String sourceLanguage, String targetLanguage) {

    public TextPart {
        segments = List.copyOf(segments);
    }
}
