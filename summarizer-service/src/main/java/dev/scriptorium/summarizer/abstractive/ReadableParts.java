package dev.scriptorium.summarizer.abstractive;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Encoding;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.document.v1.SummarizeTask;
import dev.scriptorium.proto.event.v1.DocumentTokenized;
import dev.scriptorium.proto.summarizer.v1.CandidateState;
import dev.scriptorium.proto.summarizer.v1.ChunkState;
import dev.scriptorium.proto.summarizer.v1.Coverage;
import dev.scriptorium.proto.summarizer.v1.PartState;
import dev.scriptorium.summarizer.SummarySettings;
import dev.scriptorium.summarizer.candidate.Boilerplate;
import dev.scriptorium.summarizer.request.EmbedRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The state of a part before a model has read it: all its segments but boilerplate and code, in chunks. */
record ReadableParts(int windowTokens) {

    /** Of a segment without token ids; few languages need more tokens. */
    private static final int CHARACTERS_PER_TOKEN = 3;

    PartState unread(DocumentTokenized tokenized, SummarizeTask task) {
        Optional<Encoding> encoding = EmbedRequests.usable(tokenized.getEncodingsList(), tokenized.getSegmentsCount());
        PartState.Builder part = PartState.newBuilder()
                .setPartIndex(tokenized.getPartIndex())
                .setPartCount(Math.max(1, tokenized.getPartCount()))
                .setWanted(SummarySettings.wanted(task.getSentences()))
                .setModel(task.getModel())
                .setLanguage(tokenized.getLanguage());
        List<Integer> tokens = new ArrayList<>();
        int boilerplate = 0;
        int window = 0;
        for (int i = 0; i < tokenized.getSegmentsCount(); i++) {
            Segment segment = tokenized.getSegments(i);
            while (window < tokenized.getWindowsCount() - 1
                    && i
                            >= tokenized.getWindows(window).getFirstSegment()
                                    + tokenized.getWindows(window).getSegmentCount()) {
                window++;
            }
            if (Boilerplate.is(segment)) {
                boilerplate++;
            } else if (segment.getBlockKind() != BlockKind.BLOCK_KIND_CODE
                    && !segment.getText().isBlank()) {
                part.addCandidates(CandidateState.newBuilder()
                        .setSegment(segment.getIndex())
                        .setText(segment.getText())
                        .setSeparator(segment.getSeparator())
                        .setPlace(segment.getPlace())
                        .setWindow(window));
                int at = i;
                tokens.add(encoding.map(ids -> ids.getSegments(at).getIdsCount())
                        .orElseGet(() -> 1 + segment.getText().length() / CHARACTERS_PER_TOKEN));
            }
        }
        List<ChunkState> chunks = Chunks.of(tokens, windowTokens);
        part.getCandidatesList().stream()
                .map(CandidateState::getWindow)
                .distinct()
                .forEach(part::addWindowsAsked);
        return part.addAllChunks(chunks)
                .setCoverage(Coverage.newBuilder()
                        .setSegments(tokenized.getSegmentsCount())
                        .setSegmentsConsidered(part.getCandidatesCount())
                        .setSegmentsBoilerplate(boilerplate))
                .build();
    }
}
