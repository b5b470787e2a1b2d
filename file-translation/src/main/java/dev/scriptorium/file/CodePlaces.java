package dev.scriptorium.file;

import dev.scriptorium.file.SpanSearch.Range;
import java.util.List;
import java.util.Optional;

/**
 * Where the codes of a segment belong in its translation. Those at the ends of the segment, punctuation aside, are at the ends;
 * what is inside follows the same characters, the alignment of the words, or else what the texts tell.
 */
final class CodePlaces {

    private final String source;
    private final String target;
    private final SpanSearch search;
    private final AlignedWords words;

    /** A stretch of the translation that codes may be placed in, but for what is taken. */
    record Room(Range within, List<Range> taken) {

        boolean has(Range place) {
            return within.contains(place) && taken.stream().noneMatch(place::overlaps);
        }
    }

    CodePlaces(String source, String target, SpanSearch search, AlignedWords words) {
        this.source = source;
        this.target = target;
        this.search = search;
        this.words = words;
    }

    /**
     * What a pair of codes encloses.
     *
     * @param half whether one of the two is in another segment, so that this end is an end of the segment
     */
    Optional<Range> ofPair(int start, int end, boolean half, Room room) {
        if (start == end) {
            return ofPoint(start, room);
        }
        boolean atStart = !hasWord(0, start);
        boolean atEnd = !hasWord(end, source.length());
        Range all = new Range(
                start == 0 ? 0 : leading(), end == source.length() ? target.length() : target.length() - trailing());
        if (atStart && atEnd) {
            return all.start() <= all.end() ? Optional.of(all).filter(room::has) : Optional.empty();
        }
        return ofStretch(start, end, room)
                .map(found -> {
                    // With an alignment, what began the source may be anywhere.
                    boolean fromStart = atStart && (half || !words.isKnown() || !hasTargetWord(0, found.start()));
                    boolean toEnd = atEnd && (half || !words.isKnown() || !hasTargetWord(found.end(), target.length()));
                    Range wider = new Range(
                            fromStart ? Math.min(all.start(), found.start()) : found.start(),
                            toEnd ? Math.max(all.end(), found.end()) : found.end());
                    return half || room.has(wider) ? wider : found;
                })
                .filter(room::has);
    }

    /** What a code stands for that has a text, which stays. */
    Optional<Range> ofText(int start, int end, Room room) {
        return ofStretch(start, end, room);
    }

    /** Where a single code stands. */
    Optional<Range> ofPoint(int offset, Room room) {
        Optional<Integer> place;
        if (!hasWord(0, offset)) {
            place = Optional.of(offset == 0 ? 0 : leading());
        } else if (!hasWord(offset, source.length())) {
            place = Optional.of(offset == source.length() ? target.length() : target.length() - trailing());
        } else {
            place = besideNeighbour(offset, room);
        }
        return place.map(point -> new Range(point, point)).filter(room::has);
    }

    private Optional<Range> ofStretch(int start, int end, Room room) {
        return search.same(start, end)
                .filter(room::has)
                .or(() -> words.find(start, end, room.within(), room.taken())
                        .map(found -> withPunctuation(found, start, end, room)))
                .or(() -> search.find(start, end).filter(room::has));
    }

    /** Where the stretch begins or ends with a mark, such as a quote or a colon, and the translation has one there, with it. */
    private Range withPunctuation(Range found, int start, int end, Room room) {
        int from = found.start();
        for (int i = start; i < end && isMark(source, i) && from > 0 && isMark(target, from - 1); i++) {
            from--;
        }
        int to = found.end();
        for (int i = end - 1; i >= start && isMark(source, i) && to < target.length() && isMark(target, to); i--) {
            to++;
        }
        Range wider = new Range(from, to);
        return room.has(wider) ? wider : found;
    }

    private static boolean isMark(String text, int index) {
        char c = text.charAt(index);
        return !Character.isLetterOrDigit(c) && !PlainText.isSpace(c);
    }

    /** In front of what became of the word to the right, else behind what became of the one to the left. */
    private Optional<Integer> besideNeighbour(int offset, Room room) {
        int right = offset;
        while (right < source.length() && !Character.isLetterOrDigit(source.charAt(right))) {
            right++;
        }
        int rightEnd = right;
        while (rightEnd < source.length() && Character.isLetterOrDigit(source.charAt(rightEnd))) {
            rightEnd++;
        }
        int leftEnd = offset;
        while (leftEnd > 0 && !Character.isLetterOrDigit(source.charAt(leftEnd - 1))) {
            leftEnd--;
        }
        int left = leftEnd;
        while (left > 0 && Character.isLetterOrDigit(source.charAt(left - 1))) {
            left--;
        }
        String gap = source.substring(leftEnd, offset);
        // A mark of a footnote follows its word, or the comma behind it, without a space.
        boolean belongsLeft = leftEnd > 0 && gap.chars().noneMatch(PlainText::isSpace);
        Room anywhere = new Room(room.within(), List.of());
        Optional<Integer> behind = left < leftEnd
                ? ofStretch(left, leftEnd, anywhere).map(found -> behind(found.end(), belongsLeft ? gap.length() : 0))
                : Optional.empty();
        if (belongsLeft && behind.isPresent()) {
            return behind;
        }
        Optional<Integer> before =
                right < rightEnd ? ofStretch(right, rightEnd, anywhere).map(Range::start) : Optional.empty();
        return before.isPresent() ? before : behind;
    }

    private int behind(int end, int marks) {
        int place = end;
        while (place < Math.min(target.length(), end + marks) && isMark(target, place)) {
            place++;
        }
        return place;
    }

    private boolean hasWord(int from, int to) {
        return hasWord(source, from, to);
    }

    private boolean hasTargetWord(int from, int to) {
        return hasWord(target, from, to);
    }

    private static boolean hasWord(String text, int from, int to) {
        return text.substring(from, to).codePoints().anyMatch(Character::isLetterOrDigit);
    }

    /** The number of characters in front of the target's first word. */
    private int leading() {
        int length = 0;
        while (length < target.length() && !Character.isLetterOrDigit(target.codePointAt(length))) {
            length++;
        }
        return length;
    }

    /** The number of characters behind the target's last word. */
    private int trailing() {
        int length = 0;
        while (length < target.length()
                && !Character.isLetterOrDigit(target.codePointBefore(target.length() - length))) {
            length++;
        }
        return length;
    }
}
