package dev.scriptorium.core.document;

import java.util.Comparator;

/** Names a segment within its document: the part of the text that holds it and its place there. Ordered as in the document. */
public record SegmentId(int part, int index) implements Comparable<SegmentId> {

    private static final Comparator<SegmentId> ORDER =
            Comparator.comparingInt(SegmentId::part).thenComparingInt(SegmentId::index);

    public SegmentId {
        if (part < 0 || index < 0) {
            throw new IllegalArgumentException("part and index are counted from 0: " + part + "." + index);
        }
    }

    public static SegmentId parse(String text) {
        int dot = text.indexOf('.');
        try {
            return new SegmentId(Integer.parseInt(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new IllegalArgumentException("a segment id is <part>.<index>: " + text, e);
        }
    }

    @Override
    public int compareTo(SegmentId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return part + "." + index;
    }
}
