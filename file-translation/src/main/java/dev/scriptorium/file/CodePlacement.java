package dev.scriptorium.file;

import dev.scriptorium.core.text.WordAlignment;
import dev.scriptorium.file.CodePlaces.Room;
import dev.scriptorium.file.SpanSearch.Range;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts the codes of a segment into its translation. Codes at the ends of the segment stay at the ends. Pairs stay pairs and
 * stay nested as they were. What cannot be found is kept around what encloses it, at most the segment, and counted. A
 * picture that has spaces around it keeps them.
 *
 * <p>Also gives the translation the white space of the source: a non-breaking space between the same two words, and as many
 * line breaks.
 */
final class CodePlacement {

    private final CodedText source;
    private final PlainText plain;
    private final String target;
    private final CodePlaces places;
    private final WhiteSpace spaces;
    private final CodedText.Builder out = new CodedText.Builder();
    private int unplaced;

    /** Whether a code without text was written that had a space on both sides. */
    private boolean spaceDue;

    /** A pair of codes, a half of one whose other half is in another segment, or a single code. */
    private static final class Node {
        private final @Nullable InlineCode opening;
        private @Nullable InlineCode closing;
        private final int start;
        private int end;
        private final boolean alone;
        private final List<Node> children = new ArrayList<>();
        private Range place = new Range(0, 0);

        Node(@Nullable InlineCode opening, int start, boolean alone) {
            this.opening = opening;
            this.start = start;
            this.end = start;
            this.alone = alone;
        }
    }

    /**
     * The translation of a segment.
     *
     * @param unplaced codes that are not where they should be
     */
    record Result(CodedText text, int unplaced) {}

    private CodePlacement(
            CodedText source, String target, WordAlignment alignment, Function<String, Optional<String>> alone) {
        this.source = source;
        this.plain = PlainText.of(source.text());
        this.target = target;
        this.places = new CodePlaces(
                plain.text(),
                target,
                new SpanSearch(plain.text(), target, alone),
                new AlignedWords(plain.text(), target, alignment));
        this.spaces = new WhiteSpace(source.text(), plain, target);
    }

    /**
     * @param alignment of the words of the source and the target, as far as it is known
     * @param alone the translation of a stretch of the source by itself, if it is known
     */
    static Result place(
            CodedText source, String target, WordAlignment alignment, Function<String, Optional<String>> alone) {
        if (PlainText.of(source.text()).text().equals(target)) {
            return new Result(source, 0);
        }
        CodePlacement placement = new CodePlacement(source, target, alignment, alone);
        placement.emit(placement.nodes(), new Range(0, target.length()));
        return new Result(placement.out.build(), placement.unplaced);
    }

    private List<Node> nodes() {
        List<Node> roots = new ArrayList<>();
        Deque<Node> open = new ArrayDeque<>();
        for (InlineCode code : source.codes()) {
            int offset = plain.before(code.offset());
            switch (code.kind()) {
                case ALONE -> {
                    Node node = new Node(code, offset, true);
                    node.end = offset + code.shown().length();
                    level(open, roots).add(node);
                }
                case OPENING -> {
                    Node node = new Node(code, offset, false);
                    level(open, roots).add(node);
                    open.push(node);
                }
                case CLOSING -> close(code, offset, open, roots);
            }
        }
        open.forEach(node -> node.end = plain.text().length());
        return roots;
    }

    private static List<Node> level(Deque<Node> open, List<Node> roots) {
        return open.isEmpty() ? roots : open.peek().children;
    }

    private static void close(InlineCode code, int offset, Deque<Node> open, List<Node> roots) {
        Node top = open.peek();
        if (top != null && top.opening != null && top.opening.pair() == code.pair()) {
            open.pop();
            top.closing = code;
            top.end = offset;
            return;
        }
        // Its opening code is in front of this segment: it encloses all that came so far.
        Node half = new Node(null, 0, false);
        half.closing = code;
        half.end = offset;
        List<Node> level = level(open, roots);
        half.children.addAll(level);
        level.clear();
        level.add(half);
    }

    /** Emits the text of a range with the nodes that belong to it. */
    private void emit(List<Node> nodes, Range range) {
        Deque<Node> waiting = new ArrayDeque<>(nodes);
        List<Node> inside = new ArrayList<>();
        List<Node> around = new ArrayList<>();
        for (Node node = waiting.poll(); node != null; node = waiting.poll()) {
            Optional<Range> found = find(
                    node,
                    new Room(range, inside.stream().map(other -> other.place).toList()));
            if (found.isPresent()) {
                node.place = found.get();
                inside.add(node);
            } else {
                unplaced += (node.opening == null ? 0 : 1) + (node.closing == null ? 0 : 1);
                around.add(node);
                node.children.reversed().forEach(waiting::addFirst);
            }
        }
        inside.sort(
                Comparator.<Node>comparingInt(node -> node.place.start()).thenComparingInt(node -> node.place.end()));
        List<Node> pairs = around.stream().filter(node -> !node.alone).toList();
        pairs.forEach(node -> code(node.opening));
        text(emitInside(inside, range.start()), range.end());
        around.stream().filter(node -> node.alone).forEach(node -> {
            if (node.start < node.end) {
                out.space();
            }
            code(node.opening);
        });
        pairs.reversed().forEach(node -> code(node.closing));
    }

    private Optional<Range> find(Node node, Room room) {
        if (!node.alone) {
            return places.ofPair(node.start, node.end, node.opening == null || node.closing == null, room);
        }
        return node.start < node.end ? places.ofText(node.start, node.end, room) : places.ofPoint(node.start, room);
    }

    private int emitInside(List<Node> nodes, int from) {
        int position = from;
        for (Node node : nodes) {
            text(position, node.place.start());
            code(node.opening);
            if (!node.alone) {
                emit(node.children, node.place);
                code(node.closing);
            }
            position = node.place.end();
        }
        return position;
    }

    private void code(@Nullable InlineCode code) {
        if (code == null) {
            return;
        }
        boolean apart = code.kind() == InlineCode.Kind.ALONE && code.shown().isEmpty() && isSpace(code.offset() - 1);
        if (apart) {
            out.space();
        }
        out.code(code).text(code.shown());
        spaceDue |= apart && isSpace(code.offset());
    }

    private boolean isSpace(int offset) {
        return offset >= 0
                && offset < source.text().length()
                && PlainText.isSpace(source.text().charAt(offset));
    }

    private void text(int from, int to) {
        String text = spaces.text(from, to);
        if (spaceDue && !text.isEmpty()) {
            out.text(PlainText.isSpace(text.charAt(0)) ? "" : " ");
            spaceDue = false;
        }
        out.text(text);
    }
}
