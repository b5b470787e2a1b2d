package dev.scriptorium.summarizer.ranking;

import dev.scriptorium.core.document.SegmentId;
import dev.scriptorium.proto.document.v1.Place;
import java.util.Objects;

/**
 * A sentence as the ranking sees it.
 *
 * @param position from 0, among all sentences of the document that could be chosen
 * @param opensBlock whether it is the first of its paragraph or list item
 * @param cut whether it is a piece of a longer sentence
 * @param vector of length 1, as signed bytes
 */
public record RankedSentence(
        SegmentId id, String text, Place place, int position, boolean opensBlock, boolean cut, byte[] vector) {

    @Override
    public boolean equals(Object other) {
        return other instanceof RankedSentence sentence && id.equals(sentence.id);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(id);
    }
}
