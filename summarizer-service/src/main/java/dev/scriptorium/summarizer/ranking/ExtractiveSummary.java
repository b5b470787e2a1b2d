package dev.scriptorium.summarizer.ranking;

import dev.scriptorium.proto.summarizer.v1.SummarySentence;
import dev.scriptorium.summarizer.candidate.Wording;
import java.util.ArrayList;
import java.util.List;

/** The sentences of a document that make its summary, in its order, each with the segment that it cites. */
public final class ExtractiveSummary {

    private final SentenceScorer scorer;

    public ExtractiveSummary(SentenceScorer scorer) {
        this.scorer = scorer;
    }

    /** At most the wanted number; fewer where the other sentences repeat the chosen ones. */
    public List<SummarySentence> choose(RankedDocument document, int wanted) {
        double[] scores = scorer.scores(document);
        List<SummarySentence> summary = new ArrayList<>();
        for (Selection.Chosen chosen : Selection.choose(document.sentences(), scores, wanted)) {
            summary.add(cited(chosen.sentence(), chosen.score()));
        }
        return summary;
    }

    /** The highest-scoring sentences in the order of the document; none repeats the words of another. */
    public List<RankedSentence> best(RankedDocument document, int kept) {
        List<RankedSentence> sentences = document.sentences();
        if (sentences.size() <= kept) {
            return sentences;
        }
        double[] scores = scorer.scores(document);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            order.add(i);
        }
        order.sort((a, b) -> Double.compare(scores[b], scores[a]));
        return Wording.distinct(order, i -> sentences.get(i).text(), kept).stream()
                .sorted()
                .map(sentences::get)
                .toList();
    }

    private static SummarySentence cited(RankedSentence sentence, double score) {
        return SummarySentence.newBuilder()
                .setText(sentence.text())
                .addSegmentIds(sentence.id().toString())
                .setPlace(sentence.place())
                .setScore((float) score)
                .build();
    }
}
