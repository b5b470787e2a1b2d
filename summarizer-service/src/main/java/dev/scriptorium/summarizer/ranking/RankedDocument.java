package dev.scriptorium.summarizer.ranking;

import java.util.List;

/**
 * A document, or a part of one, as the ranking sees it.
 *
 * @param sentences in the order of the document
 * @param count of all its sentences that could be chosen, of which these may be the best
 * @param sum of the vectors of all of those
 * @param title empty where it has none
 */
public record RankedDocument(List<RankedSentence> sentences, int count, float[] sum, String title) {

    public RankedDocument {
        sentences = List.copyOf(sentences);
    }

    /** Of sentences none of which was left out. */
    public static RankedDocument whole(List<RankedSentence> sentences, int count, String title) {
        float[] sum = new float[sentences.isEmpty() ? 0 : sentences.getFirst().vector().length];
        sentences.forEach(sentence -> UnitVectors.addTo(sum, sentence.vector()));
        return new RankedDocument(sentences, count, sum, title);
    }

    public RankedDocument untitled() {
        return new RankedDocument(sentences, count, sum, "");
    }
}
