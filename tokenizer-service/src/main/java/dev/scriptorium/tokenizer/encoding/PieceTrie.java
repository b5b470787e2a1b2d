package dev.scriptorium.tokenizer.encoding;

import java.util.Arrays;

/** The pieces of a vocabulary by their characters, in two flat arrays. Not to be changed once it is read by several threads. */
final class PieceTrie {

    static final int ROOT = 0;

    private static final long EMPTY = -1;

    /** Node in the upper 32 bits, character in the lower. */
    private long[] edges = emptied(1 << 12);

    private int[] targets = new int[1 << 12];
    private int[] ids = new int[1 << 10];
    private int nodes = 1;
    private int used;

    PieceTrie() {
        Arrays.fill(ids, -1);
    }

    void add(String piece, int id) {
        int node = ROOT;
        for (int i = 0; i < piece.length(); i++) {
            int next = next(node, piece.charAt(i));
            node = next < 0 ? grow(node, piece.charAt(i)) : next;
        }
        ids[node] = id;
    }

    /** -1 where no piece goes on so. */
    int next(int node, char c) {
        long edge = (long) node << 32 | c;
        for (int slot = slot(edge); edges[slot] != EMPTY; slot = slot + 1 & edges.length - 1) {
            if (edges[slot] == edge) {
                return targets[slot];
            }
        }
        return -1;
    }

    /** The piece that ends here, or -1. */
    int id(int node) {
        return ids[node];
    }

    private int grow(int node, char c) {
        if (++used * 2 > edges.length) {
            rehash();
        }
        if (nodes == ids.length) {
            ids = Arrays.copyOf(ids, nodes * 2);
            Arrays.fill(ids, nodes, ids.length, -1);
        }
        put((long) node << 32 | c, nodes);
        return nodes++;
    }

    private void rehash() {
        long[] formerEdges = edges;
        int[] formerTargets = targets;
        edges = emptied(formerEdges.length * 2);
        targets = new int[edges.length];
        for (int i = 0; i < formerEdges.length; i++) {
            if (formerEdges[i] != EMPTY) {
                put(formerEdges[i], formerTargets[i]);
            }
        }
    }

    private void put(long edge, int target) {
        int slot = slot(edge);
        while (edges[slot] != EMPTY) {
            slot = slot + 1 & edges.length - 1;
        }
        edges[slot] = edge;
        targets[slot] = target;
    }

    private int slot(long edge) {
        long mixed = edge * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 40) & edges.length - 1;
    }

    private static long[] emptied(int size) {
        long[] edges = new long[size];
        Arrays.fill(edges, EMPTY);
        return edges;
    }
}
