package dev.scriptorium.summarizer.document;

import dev.scriptorium.core.document.SegmentId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.document.v1.Provenance;
import dev.scriptorium.proto.summarizer.v1.CandidateState;
import dev.scriptorium.proto.summarizer.v1.Coverage;
import dev.scriptorium.proto.summarizer.v1.PartState;
import dev.scriptorium.proto.summarizer.v1.Summary;
import dev.scriptorium.proto.summarizer.v1.SummarySentence;
import dev.scriptorium.summarizer.Shortfalls;
import dev.scriptorium.summarizer.candidate.Wording;
import dev.scriptorium.summarizer.ranking.ExtractiveSummary;
import dev.scriptorium.summarizer.ranking.RankedDocument;
import dev.scriptorium.summarizer.ranking.RankedSentence;
import dev.scriptorium.summarizer.request.Provenances;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The summary of a document whose parts are all there.
 *
 * @param language ISO 639-1 code of most of it; may be empty
 */
record DocumentSummary(Summary summary, String language, Provenance provenance) {

    /**
     * Fails with EMPTY_TEXT where there is nothing to choose from.
     *
     * @param scorer the model that ranks, named where it did, and the version of this software
     */
    static DocumentSummary of(List<PartState> unordered, ExtractiveSummary summaries, Provenance scorer) {
        List<PartState> parts = unordered.stream()
                .sorted(Comparator.comparingInt(PartState::getPartIndex))
                .toList();
        int wanted = parts.getFirst().getWanted();
        int count = parts.stream().mapToInt(PartState::getCandidateCount).sum();
        List<Provenance> provenances = new ArrayList<>();
        parts.forEach(part -> provenances.add(part.getProvenance()));
        Summary.Builder summary = Summary.newBuilder().setCoverage(coverage(parts));
        if (count == 0) {
            summary.addAllSentences(substitutes(parts, wanted));
        } else if (parts.stream().noneMatch(PartState::getRead) && count <= wanted) {
            summary.addAllSentences(unranked(parts, wanted));
        } else {
            summary.addAllSentences(ranked(parts, count, wanted, summaries));
            provenances.add(scorer);
        }
        if (summary.getSentencesCount() == 0) {
            throw new FailureException(FailureCode.EMPTY_TEXT, "there is no text to summarize");
        }
        summary.setShortfall(Shortfalls.of(summary.getSentencesCount(), wanted, summary.getCoverage()));
        return new DocumentSummary(
                summary.build(),
                language(parts),
                Provenances.together(provenances).toBuilder()
                        .setSoftwareVersion(scorer.getSoftwareVersion())
                        .build());
    }

    private static List<SummarySentence> unranked(List<PartState> parts, int wanted) {
        List<SummarySentence> sentences = new ArrayList<>();
        parts.forEach(part ->
                part.getCandidatesList().forEach(candidate -> sentences.add(whole(part.getPartIndex(), candidate))));
        return Wording.distinct(sentences, SummarySentence::getText, wanted);
    }

    private static List<SummarySentence> ranked(
            List<PartState> parts, int count, int wanted, ExtractiveSummary summaries) {
        List<RankedSentence> sentences = new ArrayList<>();
        float[] sum = {};
        int before = 0;
        for (PartState part : parts) {
            sentences.addAll(PartStates.sentences(part, before));
            before += part.getCandidateCount();
            sum = sum.length == 0 ? new float[part.getVectorSumCount()] : sum;
            for (int i = 0; i < Math.min(sum.length, part.getVectorSumCount()); i++) {
                sum[i] += part.getVectorSum(i);
            }
        }
        return summaries.choose(
                new RankedDocument(sentences, count, sum, parts.getFirst().getTitle()), wanted);
    }

    private static List<SummarySentence> substitutes(List<PartState> parts, int wanted) {
        record Substitute(SegmentId id, int part, CandidateState state) {}
        List<Substitute> substitutes = new ArrayList<>();
        for (PartState part : parts) {
            for (CandidateState state : part.getSubstitutesList()) {
                substitutes.add(new Substitute(
                        new SegmentId(part.getPartIndex(), state.getSegment()), part.getPartIndex(), state));
            }
        }
        return Wording.distinct(substitutes, substitute -> substitute.state().getText(), wanted).stream()
                .sorted(Comparator.comparing(Substitute::id))
                .map(substitute -> whole(substitute.part(), substitute.state()))
                .toList();
    }

    private static SummarySentence whole(int part, CandidateState candidate) {
        return SummarySentence.newBuilder()
                .setText(candidate.getText())
                .addSegmentIds(new SegmentId(part, candidate.getSegment()).toString())
                .setPlace(candidate.getPlace())
                .build();
    }

    private static Coverage coverage(List<PartState> parts) {
        Coverage.Builder sum = Coverage.newBuilder();
        for (PartState part : parts) {
            Coverage coverage = part.getCoverage();
            sum.setWindows(sum.getWindows() + coverage.getWindows())
                    .setWindowsRead(sum.getWindowsRead() + coverage.getWindowsRead())
                    .setSegments(sum.getSegments() + coverage.getSegments())
                    .setSegmentsConsidered(sum.getSegmentsConsidered() + coverage.getSegmentsConsidered())
                    .setSegmentsBoilerplate(sum.getSegmentsBoilerplate() + coverage.getSegmentsBoilerplate())
                    .setSegmentsRepeated(sum.getSegmentsRepeated() + coverage.getSegmentsRepeated());
        }
        return sum.build();
    }

    private static String language(List<PartState> parts) {
        Map<String, Integer> segments = new HashMap<>();
        parts.forEach(
                part -> segments.merge(part.getLanguage(), part.getCoverage().getSegments(), Integer::sum));
        return segments.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
