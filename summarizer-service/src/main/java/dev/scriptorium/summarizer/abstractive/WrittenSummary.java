package dev.scriptorium.summarizer.abstractive;

import dev.scriptorium.proto.document.v1.SummaryStyle;
import dev.scriptorium.proto.summarizer.v1.Coverage;
import dev.scriptorium.proto.summarizer.v1.Shortfall;
import dev.scriptorium.proto.summarizer.v1.Summary;
import dev.scriptorium.proto.summarizer.v1.SummarySentence;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The result of sentences that a model wrote. */
final class WrittenSummary {

    private WrittenSummary() {}

    /** Of more sentences than wanted, those with the most support stay, in the order in which they were written. */
    static Summary of(List<SummarySentence> sentences, int wanted, Coverage coverage) {
        Set<Integer> best = new HashSet<>(IntStream.range(0, sentences.size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        (Integer i) -> -sentences.get(i).getSupport()))
                .limit(wanted)
                .toList());
        Summary.Builder summary = Summary.newBuilder()
                .setStyle(SummaryStyle.SUMMARY_STYLE_ABSTRACTIVE)
                .setCoverage(coverage.toBuilder().setSentencesLeftOut(sentences.size() - best.size()));
        IntStream.range(0, sentences.size())
                .filter(best::contains)
                .forEach(i -> summary.addSentences(sentences.get(i)));
        if (best.size() < wanted) {
            summary.setShortfall(Shortfall.SHORTFALL_MODEL_WROTE_FEWER);
        }
        return summary.build();
    }
}
