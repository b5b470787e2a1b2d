package dev.scriptorium.summarizer.abstractive;

import dev.scriptorium.proto.summarizer.v1.CandidateState;
import dev.scriptorium.proto.summarizer.v1.ChunkState;
import dev.scriptorium.proto.summarizer.v1.PartState;
import java.util.ArrayList;
import java.util.List;

/** Divides the segments of a part into pieces that a model reads at once; borders are those of segments. */
final class Chunks {

    private Chunks() {}

    /**
     * Pieces of about the same size, as few as the limit allows. A segment over the limit is a piece of its own.
     *
     * @param tokens of each segment
     */
    static List<ChunkState> of(List<Integer> tokens, int most) {
        long total = tokens.stream().mapToLong(Integer::longValue).sum();
        long pieces = Math.max(1, (total + most - 1) / most);
        long size = (total + pieces - 1) / pieces;
        List<ChunkState> chunks = new ArrayList<>();
        int first = 0;
        long held = 0;
        for (int i = 0; i < tokens.size(); i++) {
            int next = tokens.get(i);
            if (i > first && (held + next > most || held >= size)) {
                chunks.add(chunk(chunks.size(), first, i - first));
                first = i;
                held = 0;
            }
            held += next;
        }
        if (first < tokens.size()) {
            chunks.add(chunk(chunks.size(), first, tokens.size() - first));
        }
        return chunks;
    }

    /** The part with two halves in place of a chunk of at least two segments; the halves have numbers of their own. */
    static PartState split(PartState part, ChunkState chunk) {
        int next = part.getChunksList().stream()
                        .mapToInt(ChunkState::getNumber)
                        .max()
                        .orElse(-1)
                + 1;
        int half = chunk.getCandidateCount() / 2;
        PartState.Builder split = part.toBuilder().clearChunks();
        for (ChunkState each : part.getChunksList()) {
            if (each.getNumber() == chunk.getNumber()) {
                split.addChunks(chunk(next, chunk.getFirstCandidate(), half));
                split.addChunks(chunk(next + 1, chunk.getFirstCandidate() + half, chunk.getCandidateCount() - half));
            } else {
                split.addChunks(each);
            }
        }
        return split.build();
    }

    /** The chunk's text as it stands in the document, without what the model is not to read. */
    static String text(PartState part, ChunkState chunk) {
        StringBuilder text = new StringBuilder();
        int end = chunk.getFirstCandidate() + chunk.getCandidateCount();
        for (CandidateState segment : part.getCandidatesList().subList(chunk.getFirstCandidate(), end)) {
            text.append(segment.getText()).append(segment.getSeparator());
        }
        return text.toString().strip();
    }

    private static ChunkState chunk(int number, int first, int count) {
        return ChunkState.newBuilder()
                .setNumber(number)
                .setFirstCandidate(first)
                .setCandidateCount(count)
                .build();
    }
}
