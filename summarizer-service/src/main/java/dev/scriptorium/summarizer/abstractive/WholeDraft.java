package dev.scriptorium.summarizer.abstractive;

import com.google.protobuf.ByteString;
import dev.scriptorium.core.document.SegmentId;
import dev.scriptorium.proto.document.v1.Provenance;
import dev.scriptorium.proto.summarizer.v1.CandidateState;
import dev.scriptorium.proto.summarizer.v1.ChunkState;
import dev.scriptorium.proto.summarizer.v1.Coverage;
import dev.scriptorium.proto.summarizer.v1.DraftState;
import dev.scriptorium.proto.summarizer.v1.DraftText;
import dev.scriptorium.proto.summarizer.v1.PartState;
import dev.scriptorium.proto.summarizer.v1.ProgressState;
import dev.scriptorium.proto.summarizer.v1.WindowState;
import dev.scriptorium.summarizer.request.Provenances;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What all parts of a document gave, in its order. Reads one part at a time.
 *
 * @param progress with the sums over all parts
 * @param texts of all chunks
 */
record WholeDraft(ProgressState progress, List<DraftText> texts) {

    /** Forgets the texts of the chunks. */
    static WholeDraft of(DraftStates states) {
        ProgressState.Builder progress = states.progress().toBuilder();
        List<DraftText> texts = new ArrayList<>();
        Map<String, Integer> languages = new HashMap<>();
        Coverage.Builder coverage = Coverage.newBuilder();
        List<Provenance> provenances = new ArrayList<>();
        for (int index = 0; index < progress.getPartCount(); index++) {
            PartState part = states.part(index).orElseThrow();
            Map<Integer, DraftState> drafts = states.drafts(index, DraftStates.MAP).stream()
                    .collect(Collectors.toMap(DraftState::getNumber, Function.identity()));
            for (ChunkState chunk : part.getChunksList()) {
                DraftState draft = drafts.get(chunk.getNumber());
                texts.addAll(draft.getTextsList());
                coverage.setWindows(coverage.getWindows() + 1)
                        .setWindowsRead(coverage.getWindowsRead() + (draft.getTooLong() ? 0 : 1))
                        .setSegmentsUnread(
                                coverage.getSegmentsUnread() + (draft.getTooLong() ? chunk.getCandidateCount() : 0))
                        .setTextsTruncated(coverage.getTextsTruncated() + (draft.getTruncated() ? 1 : 0));
                provenances.add(draft.getProvenance());
            }
            states.windows(index).forEach(window -> provenances.add(window.getProvenance()));
            coverage.setSegments(coverage.getSegments() + part.getCoverage().getSegments())
                    .setSegmentsConsidered(coverage.getSegmentsConsidered()
                            + part.getCoverage().getSegmentsConsidered())
                    .setSegmentsBoilerplate(coverage.getSegmentsBoilerplate()
                            + part.getCoverage().getSegmentsBoilerplate());
            languages.merge(part.getLanguage(), part.getCoverage().getSegments(), Integer::sum);
            progress.setWanted(part.getWanted()).setModel(part.getModel());
            states.forgetDrafts(index, DraftStates.MAP);
        }
        return new WholeDraft(
                progress.setCoverage(coverage)
                        .setLanguage(mostFrequent(languages))
                        .setProvenance(Provenances.together(provenances))
                        .build(),
                texts);
    }

    static ProgressState withAnswers(ProgressState progress, List<DraftState> drafts) {
        List<Provenance> provenances = new ArrayList<>();
        provenances.add(progress.getProvenance());
        drafts.forEach(draft -> provenances.add(draft.getProvenance()));
        int truncated = (int) drafts.stream().filter(DraftState::getTruncated).count();
        return progress.toBuilder()
                .setProvenance(Provenances.together(provenances))
                .setCoverage(progress.getCoverage().toBuilder()
                        .setTextsTruncated(progress.getCoverage().getTextsTruncated() + truncated))
                .build();
    }

    /** What may be cited of a part, with its vectors. */
    static List<SupportSearch.Source> sources(DraftStates states, int index) {
        PartState part = states.part(index).orElseThrow();
        Map<Integer, List<ByteString>> vectors = states.windows(index).stream()
                .collect(Collectors.toMap(WindowState::getWindow, WindowState::getVectorsList));
        Map<Integer, Integer> next = new HashMap<>();
        List<SupportSearch.Source> sources = new ArrayList<>();
        for (CandidateState segment : part.getCandidatesList()) {
            int at = next.merge(segment.getWindow(), 1, Integer::sum) - 1;
            List<ByteString> ofWindow = vectors.getOrDefault(segment.getWindow(), List.of());
            sources.add(new SupportSearch.Source(
                    new SegmentId(index, segment.getSegment()),
                    segment.getText(),
                    segment.getPlace(),
                    at < ofWindow.size() ? ofWindow.get(at).toByteArray() : new byte[0]));
        }
        return sources;
    }

    private static String mostFrequent(Map<String, Integer> languages) {
        return languages.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
