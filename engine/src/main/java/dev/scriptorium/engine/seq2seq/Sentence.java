package dev.scriptorium.engine.seq2seq;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Where a sentence's rows lie. Not for two threads at once. */
final class Sentence {

    private final int sourceLength;
    private final BitSet shortlist;
    private int slot;
    private int written;
    /** For each beam, the place of its row among the sentence's rows. */
    private int[] places;
    /** For each two places, how many tokens their rows begin with that are copies of the same. */
    private final int[][] alike;

    Sentence(int slot, int sourceLength, int beams, BitSet shortlist) {
        this.shortlist = shortlist;
        this.slot = slot;
        this.sourceLength = sourceLength;
        this.places = IntStream.range(0, beams).toArray();
        this.alike = new int[beams][beams];
    }

    /**
     * Copies what was written of one row to another, both by their place among the sentence's rows; before {@code begin} the
     * other has the same already.
     */
    interface Copy {
        void row(int from, int to, int begin);
    }

    /**
     * Makes every beam continue its parent: the first child of a parent takes over its row, further children get copies in
     * the rows that nobody continues.
     */
    void follow(int[] parents, Copy copy) {
        int[] next = new int[places.length];
        Arrays.fill(next, -1);
        boolean[] taken = new boolean[places.length];
        for (int beam = 0; beam < next.length; beam++) {
            int place = places[parents[beam]];
            if (!taken[place]) {
                taken[place] = true;
                next[beam] = place;
            }
        }
        int free = 0;
        for (int beam = 0; beam < next.length; beam++) {
            if (next[beam] < 0) {
                while (taken[free]) {
                    free++;
                }
                taken[free] = true;
                next[beam] = free;
                int from = places[parents[beam]];
                copy.row(from, free, alike[from][free]);
                becomeAlike(from, free);
            }
        }
        places = next;
    }

    private void becomeAlike(int from, int to) {
        for (int other = 0; other < alike.length; other++) {
            int same = other == from ? written : alike[from][other];
            alike[to][other] = same;
            alike[other][to] = same;
        }
    }

    /** The row of a beam among all rows. */
    int row(int beam) {
        return slot * places.length + places[beam];
    }

    void advance() {
        written++;
    }

    void moveTo(int otherSlot) {
        slot = otherSlot;
    }

    int slot() {
        return slot;
    }

    /** Tokens of every row so far. */
    int written() {
        return written;
    }

    /** The tokens that it may write, where the model has a shortlist. */
    BitSet shortlist() {
        return shortlist;
    }

    int sourceLength() {
        return sourceLength;
    }
}
