package dev.scriptorium.summarizer.document;

import com.google.protobuf.ByteString;
import dev.scriptorium.core.document.SegmentId;
import dev.scriptorium.proto.document.v1.Provenance;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.summarizer.v1.CandidateState;
import dev.scriptorium.proto.summarizer.v1.Coverage;
import dev.scriptorium.proto.summarizer.v1.PartState;
import dev.scriptorium.proto.summarizer.v1.WindowState;
import dev.scriptorium.summarizer.SummarySettings;
import dev.scriptorium.summarizer.candidate.Candidate;
import dev.scriptorium.summarizer.candidate.Candidates;
import dev.scriptorium.summarizer.ranking.ExtractiveSummary;
import dev.scriptorium.summarizer.ranking.RankedDocument;
import dev.scriptorium.summarizer.ranking.RankedSentence;
import dev.scriptorium.summarizer.request.Provenances;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How the state of a part comes to be: from its segments without vectors, then with the vectors of its best sentences. */
final class PartStates {

    private final SummarySettings settings;
    private final ExtractiveSummary summaries;

    PartStates(SummarySettings settings, ExtractiveSummary summaries) {
        this.settings = settings;
        this.summaries = summaries;
    }

    PartState unread(DocumentTokenized tokenized, int wanted) {
        Candidates candidates =
                Candidates.of(tokenized.getSegmentsList(), tokenized.getWindowsList(), settings.sentencesPerPart());
        PartState.Builder part = PartState.newBuilder()
                .setPartIndex(tokenized.getPartIndex())
                .setPartCount(Math.max(1, tokenized.getPartCount()))
                .setWanted(wanted)
                .setLanguage(tokenized.getLanguage())
                .setCandidateCount(candidates.sentences().size())
                .setTitle(tokenized.getPartIndex() == 0 ? candidates.title() : "")
                .setCoverage(Coverage.newBuilder()
                        .setWindows(tokenized.getWindowsCount())
                        .setWindowsRead(tokenized.getWindowsCount())
                        .setSegments(tokenized.getSegmentsCount())
                        .setSegmentsConsidered(candidates.sentences().size())
                        .setSegmentsBoilerplate(candidates.boilerplate())
                        .setSegmentsRepeated(candidates.repeated()));
        int position = 0;
        for (Candidate sentence : candidates.sentences()) {
            part.addCandidates(state(sentence).setPosition(position++));
        }
        candidates.substitutes().forEach(substitute -> part.addSubstitutes(state(substitute)));
        candidates.sentences().stream().map(Candidate::window).distinct().forEach(part::addWindowsAsked);
        return part.build();
    }

    private static CandidateState.Builder state(Candidate candidate) {
        return CandidateState.newBuilder()
                .setSegment(candidate.segment())
                .setText(candidate.text())
                .setPlace(candidate.place())
                .setWindow(candidate.window())
                .setOpensBlock(candidate.opensBlock())
                .setCut(candidate.cut());
    }

    /** With the vectors of all its windows. Of a document of several parts only the best sentences of each stay. */
    PartState read(PartState part, List<WindowState> windows) {
        List<CandidateState> withVectors = withVectors(part, windows);
        List<RankedSentence> sentences = sentences(part.getPartIndex(), 0, withVectors);
        RankedDocument ranked = RankedDocument.whole(sentences, part.getCandidateCount(), part.getTitle());
        Set<Integer> best = new HashSet<>();
        int kept = part.getPartCount() == 1 ? sentences.size() : Math.max(settings.keptPerPart(), part.getWanted());
        summaries.best(ranked, kept).forEach(sentence -> best.add(sentence.id().index()));
        PartState.Builder read = part.toBuilder()
                .setRead(true)
                .clearCandidates()
                .clearWindowsAsked()
                .setProvenance(provenance(windows));
        for (float component : ranked.sum()) {
            read.addVectorSum(component);
        }
        withVectors.stream()
                .filter(candidate -> best.contains(candidate.getSegment()))
                .forEach(read::addCandidates);
        return read.build();
    }

    /** The sentences of a part that was read. */
    static List<RankedSentence> sentences(PartState part, int before) {
        return sentences(part.getPartIndex(), before, part.getCandidatesList());
    }

    private static List<RankedSentence> sentences(int part, int before, List<CandidateState> candidates) {
        return candidates.stream()
                .map(candidate -> new RankedSentence(
                        new SegmentId(part, candidate.getSegment()),
                        candidate.getText(),
                        candidate.getPlace(),
                        before + candidate.getPosition(),
                        candidate.getOpensBlock(),
                        candidate.getCut(),
                        candidate.getVector().toByteArray()))
                .toList();
    }

    private static List<CandidateState> withVectors(PartState part, List<WindowState> windows) {
        Map<Integer, List<ByteString>> vectors = new HashMap<>();
        windows.forEach(window -> vectors.put(window.getWindow(), window.getVectorsList()));
        Map<Integer, Integer> next = new HashMap<>();
        List<CandidateState> found = new ArrayList<>();
        for (CandidateState candidate : part.getCandidatesList()) {
            int at = next.merge(candidate.getWindow(), 1, Integer::sum) - 1;
            List<ByteString> ofWindow = vectors.getOrDefault(candidate.getWindow(), List.of());
            if (at < ofWindow.size() && !ofWindow.get(at).isEmpty()) {
                found.add(candidate.toBuilder().setVector(ofWindow.get(at)).build());
            }
        }
        return found;
    }

    private static Provenance provenance(List<WindowState> windows) {
        return Provenances.together(
                windows.stream().map(WindowState::getProvenance).toList());
    }
}
