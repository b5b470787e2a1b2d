package dev.scriptorium.summarizer.candidate;

import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.document.v1.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The segments of a part, or of a whole text, that may stand in its summary: sentences of running text, each once. Code and
 * boilerplate never do; headings, table cells and fragments only where there is nothing else.
 *
 * @param sentences in order
 * @param substitutes what to take where the document has no sentences, the likeliest first
 * @param title the first heading ahead of all sentences, or where there is none the first fragment; may be empty
 * @param boilerplate segments that were left out as such
 * @param repeated sentences that were left out because an earlier one has the same words
 */
public record Candidates(
        List<Candidate> sentences, List<Candidate> substitutes, String title, int boilerplate, int repeated) {

    private static final int MAX_SUBSTITUTES = 10;

    public Candidates {
        sentences = List.copyOf(sentences);
        substitutes = List.copyOf(substitutes);
    }

    /** @param max sentences taken at most; the first ones, since what matters tends to come first */
    public static Candidates of(List<Segment> segments, List<Window> windows, int max) {
        List<Candidate> sentences = new ArrayList<>();
        List<Candidate> fragments = new ArrayList<>();
        List<Candidate> headings = new ArrayList<>();
        List<Candidate> cells = new ArrayList<>();
        Set<String> wordings = new HashSet<>();
        int boilerplate = 0;
        int repeated = 0;
        int window = 0;
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            while (window < windows.size() && i >= end(windows.get(window))) {
                window++;
            }
            if (Boilerplate.is(segment)) {
                boilerplate++;
                continue;
            }
            SentenceShape shape = SentenceShape.of(segment.getText());
            boolean opensBlock = i == 0 || segments.get(i - 1).getBlockIndex() != segment.getBlockIndex();
            boolean sentence = isRunningText(segment.getBlockKind()) && shape.isSentence();
            Candidate candidate = new Candidate(
                    segment.getIndex(), window, segment.getText(), segment.getPlace(), opensBlock, segment.getCut());
            if (sentence) {
                if (!wordings.add(Wording.of(segment.getText()).key())) {
                    repeated++;
                } else if (sentences.size() < max) {
                    sentences.add(candidate);
                }
            } else if (shape.letters() > 0) {
                switch (segment.getBlockKind()) {
                    case BLOCK_KIND_HEADING -> headings.add(candidate);
                    case BLOCK_KIND_TABLE_CELL -> cells.add(candidate);
                    case BLOCK_KIND_CODE -> {}
                    default -> fragments.add(candidate);
                }
            }
        }
        return new Candidates(
                sentences,
                substitutes(fragments, headings, cells),
                title(sentences, headings, fragments),
                boilerplate,
                repeated);
    }

    /** The first sentences, or where there are none the likeliest substitutes, in order; none repeats another. */
    public List<Candidate> withoutRanking(int wanted) {
        List<Candidate> likeliest = sentences.isEmpty() ? substitutes : sentences;
        return Wording.distinct(likeliest, Candidate::text, wanted).stream()
                .sorted(Comparator.comparingInt(Candidate::segment))
                .toList();
    }

    private static String title(List<Candidate> sentences, List<Candidate> headings, List<Candidate> fragments) {
        int first = sentences.isEmpty() ? 0 : sentences.getFirst().segment();
        return Stream.concat(headings.stream().limit(1), fragments.stream().limit(1))
                .filter(candidate -> candidate.segment() < first)
                .map(Candidate::text)
                .findFirst()
                .orElse("");
    }

    private static List<Candidate> substitutes(
            List<Candidate> fragments, List<Candidate> headings, List<Candidate> cells) {
        Comparator<Candidate> longestFirst = Comparator.comparingInt(
                        (Candidate candidate) -> candidate.text().length())
                .reversed();
        List<Candidate> substitutes = new ArrayList<>();
        for (List<Candidate> kind : List.of(fragments, headings, cells)) {
            kind.stream()
                    .sorted(longestFirst)
                    .limit(MAX_SUBSTITUTES - substitutes.size())
                    .forEach(substitutes::add);
        }
        return substitutes;
    }

    private static boolean isRunningText(BlockKind kind) {
        return switch (kind) {
            case BLOCK_KIND_PARAGRAPH, BLOCK_KIND_LIST_ITEM, BLOCK_KIND_UNSPECIFIED -> true;
            case BLOCK_KIND_HEADING, BLOCK_KIND_TABLE_CELL, BLOCK_KIND_CODE, BLOCK_KIND_COMMENT, UNRECOGNIZED -> false;
        };
    }

    private static int end(Window window) {
        return window.getFirstSegment() + window.getSegmentCount();
    }
}
