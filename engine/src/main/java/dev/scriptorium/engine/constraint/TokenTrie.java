package dev.scriptorium.engine.constraint;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The tokens of a vocabulary by their bytes. The nodes are in the order of a depth-first walk: below a node are those from the
 * next one to where it ends.
 */
final class TokenTrie {

    private final byte[][] bytes;
    /** Ids in the order of their bytes, which is that of their nodes. */
    private final int[] ids;
    /** The byte, the depth, and the node behind those below, of each node. */
    private final byte[] values;

    private final int[] depths;
    private final int[] behind;
    /** Where the ids of each node begin. */
    private final int[] firstIds;

    private final int deepest;

    /** @param bytes of an id; ids without bytes are left out */
    TokenTrie(int vocabulary, IntFunction<byte[]> bytes) {
        this.bytes = IntStream.range(0, vocabulary).mapToObj(bytes).toArray(byte[][]::new);
        this.ids = IntStream.range(0, vocabulary)
                .filter(id -> this.bytes[id].length > 0)
                .boxed()
                .sorted(Comparator.comparing(id -> this.bytes[id], Arrays::compareUnsigned))
                .mapToInt(Integer::intValue)
                .toArray();
        this.deepest =
                Arrays.stream(this.bytes).mapToInt(token -> token.length).max().orElse(0);
        int most = Arrays.stream(this.bytes).mapToInt(token -> token.length).sum();
        byte[] allValues = new byte[most];
        int[] allDepths = new int[most];
        int[] allBehind = new int[most];
        int[] allFirst = new int[most + 1];
        int[] path = new int[deepest];
        byte[] before = {};
        int nodes = 0;
        for (int i = 0; i < ids.length; i++) {
            byte[] token = this.bytes[ids[i]];
            int common = Arrays.mismatch(before, token);
            for (int depth = before.length - 1; common >= 0 && depth >= common; depth--) {
                allBehind[path[depth]] = nodes;
            }
            for (int depth = common; common >= 0 && depth < token.length; depth++) {
                allValues[nodes] = token[depth];
                allDepths[nodes] = depth;
                allFirst[nodes] = i;
                path[depth] = nodes++;
            }
            before = token;
        }
        for (int depth = 0; depth < before.length; depth++) {
            allBehind[path[depth]] = nodes;
        }
        this.values = Arrays.copyOf(allValues, nodes);
        this.depths = Arrays.copyOf(allDepths, nodes);
        this.behind = Arrays.copyOf(allBehind, nodes);
        this.firstIds = Arrays.copyOf(allFirst, nodes + 1);
        firstIds[nodes] = ids.length;
    }

    /** Follows the bytes of all tokens at once. */
    interface Walk<S> {

        /** What a byte leads to; null where it cannot follow. */
        S next(S state, int value);

        /** A token that can be written. */
        void token(int id, S state);
    }

    <S> void walk(S start, Walk<S> walk) {
        Object[] path = new Object[deepest + 1];
        path[0] = start;
        for (int node = 0; node < values.length; ) {
            @SuppressWarnings("unchecked") // the path has nothing but what the walk gave
            S next = walk.next((S) path[depths[node]], values[node] & 0xFF);
            if (next == null) {
                node = behind[node];
                continue;
            }
            path[depths[node] + 1] = next;
            for (int i = firstIds[node]; i < firstIds[node + 1]; i++) {
                walk.token(ids[i], next);
            }
            node++;
        }
    }

    int vocabulary() {
        return bytes.length;
    }

    byte[] bytes(int id) {
        return bytes[id];
    }
}
