package dev.scriptorium.summarizer.ranking;

import dev.scriptorium.proto.summarizer.v1.SummarySentence;
import java.util.ArrayList;
import java.util.List;

/** The sentences of a document that make its summary, in its order, each with the segment that it cites. */
public final class ExtractiveSummary {

    private final SentenceRanking ranking;

    public ExtractiveSummary(SentenceRanking ranking) {
        this.ranking = ranking;
    }

    /** As {@link SentenceRanking#scores}. All sentences where no more than the wanted number are there. */
    public List<SummarySentence> choose(List<RankedSentence> sentences, int count, float[] sum, int wanted) {
        double[] scores = ranking.scores(sentences, count, sum);
        List<SummarySentence> summary = new ArrayList<>();
        for (Selection.Chosen chosen : Selection.choose(sentences, scores, wanted)) {
            summary.add(cited(chosen.sentence(), chosen.score()));
        }
        return summary;
    }

    /** The highest-scoring sentences in the order of the document; nothing is held against repetition. */
    public List<RankedSentence> best(List<RankedSentence> sentences, int count, float[] sum, int kept) {
        if (sentences.size() <= kept) {
            return sentences;
        }
        double[] scores = ranking.scores(sentences, count, sum);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            order.add(i);
        }
        order.sort((a, b) -> Double.compare(scores[b], scores[a]));
        return order.stream().limit(kept).sorted().map(sentences::get).toList();
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
