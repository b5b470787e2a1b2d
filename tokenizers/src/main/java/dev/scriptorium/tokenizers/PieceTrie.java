package dev.scriptorium.tokenizers;

import java.util.Arrays;

/** Finds which pieces begin at a position of a text. Filled by one thread, then safe for many. */
final class PieceTrie {

    private static final int ROOT = 0;
    private static final int ABSENT = -1;

    /** Open addressing: the key is {@code node * 256 + byte + 1}, 0 is free. */
    private int[] keys = new int[1024];

    private int[] targets = new int[1024];
    private int[] pieces = {ABSENT};
    private int nodes = 1;

    void add(byte[] text, int piece) {
        int node = ROOT;
        for (byte next : text) {
            int child = child(node, next);
            node = child == ABSENT ? append(node, next) : child;
        }
        pieces[node] = piece;
    }

    int root() {
        return ROOT;
    }

    /** The node that {@code next} leads to, or below 0. */
    int child(int node, byte next) {
        int slot = slot(keys, key(node, next));
        return keys[slot] == 0 ? ABSENT : targets[slot];
    }

    /** The piece that ends at a node, or below 0. */
    int piece(int node) {
        return pieces[node];
    }

    /** Bytes of the longest piece that begins at {@code start}; 0 where none does. */
    int longest(byte[] text, int start) {
        int longest = 0;
        int node = ROOT;
        for (int i = start; i < text.length; i++) {
            node = child(node, text[i]);
            if (node < 0) {
                break;
            }
            if (pieces[node] >= 0) {
                longest = i - start + 1;
            }
        }
        return longest;
    }

    private int append(int node, byte next) {
        if (nodes * 2 >= keys.length) {
            grow();
        }
        if (nodes == pieces.length) {
            pieces = Arrays.copyOf(pieces, nodes * 2);
            Arrays.fill(pieces, nodes, pieces.length, ABSENT);
        }
        int slot = slot(keys, key(node, next));
        keys[slot] = key(node, next);
        targets[slot] = nodes;
        return nodes++;
    }

    private void grow() {
        int[] wider = new int[keys.length * 2];
        int[] moved = new int[wider.length];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                int slot = slot(wider, keys[i]);
                wider[slot] = keys[i];
                moved[slot] = targets[i];
            }
        }
        keys = wider;
        targets = moved;
    }

    private static int key(int node, byte next) {
        return (node << 8 | next & 0xFF) + 1;
    }

    /** The slot that holds the key, or the free one where it belongs. */
    private static int slot(int[] keys, int key) {
        int mask = keys.length - 1;
        int slot = key * 0x9E3779B9 >>> 8 & mask;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
