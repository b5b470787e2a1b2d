package dev.scriptorium.engine.constraint;

import dev.scriptorium.engine.constraint.Grammar.Literal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many tokens are enough to come from a state to the end of its rule. A token is counted for each byte of a range, and as few
 * as the vocabulary allows for a literal; tokens that reach over the end of a literal are not counted with.
 */
final class TokenDistances {

    /** Of what no tokens reach. */
    static final int NEVER = 1 << 28;

    private TokenDistances() {}

    static int[] of(Grammar grammar, TokenTrie trie) {
        boolean[] single = new boolean[256];
        trie.walk(0, new TokenTrie.Walk<Integer>() {
            @Override
            public Integer next(Integer depth, int value) {
                return depth + 1;
            }

            @Override
            public void token(int id, Integer depth) {
                if (depth == 1) {
                    single[trie.bytes(id)[0] & 0xFF] = true;
                }
            }
        });
        List<List<Integer>> jumps = jumps(grammar, trie);
        int[] distances = new int[grammar.size()];
        Arrays.fill(distances, NEVER);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int state = distances.length - 1; state >= 0; state--) {
                int least = grammar.ends()[state] ? 0 : least(grammar, state, single, jumps.get(state), distances);
                changed |= least < distances[state];
                distances[state] = Math.min(distances[state], least);
            }
        }
        return distances;
    }

    private static int least(Grammar grammar, int state, boolean[] single, List<Integer> jumps, int[] distances) {
        int least = NEVER;
        int[] ranges = grammar.ranges()[state];
        for (int i = 0; i < ranges.length; i += 3) {
            if (least > distances[ranges[i + 2]] + 1 && any(single, ranges[i], ranges[i + 1])) {
                least = distances[ranges[i + 2]] + 1;
            }
        }
        for (int target : grammar.empty()[state]) {
            least = Math.min(least, distances[target]);
        }
        int[] calls = grammar.calls()[state];
        for (int i = 0; i < calls.length; i += 2) {
            least = Math.min(least, distances[calls[i]] + distances[calls[i + 1]]);
        }
        for (int target : jumps) {
            least = Math.min(least, distances[target] + 1);
        }
        return least;
    }

    private static boolean any(boolean[] single, int lowest, int highest) {
        for (int value = lowest; value <= highest; value++) {
            if (single[value]) {
                return true;
            }
        }
        return false;
    }

    /** For each state those that a token of several bytes reaches inside a literal. */
    private static List<List<Integer>> jumps(Grammar grammar, TokenTrie trie) {
        List<List<Integer>> jumps = new ArrayList<>();
        for (int state = 0; state < grammar.size(); state++) {
            jumps.add(new ArrayList<>());
        }
        for (Literal literal : grammar.literals()) {
            byte[] bytes = literal.bytes();
            for (int from = 0; from < bytes.length; from++) {
                List<Integer> targets = jumps.get(literal.states()[from]);
                trie.walk(from, new TokenTrie.Walk<Integer>() {
                    @Override
                    public Integer next(Integer place, int value) {
                        return place < bytes.length && (bytes[place] & 0xFF) == value ? place + 1 : null;
                    }

                    @Override
                    public void token(int id, Integer place) {
                        targets.add(literal.states()[place]);
                    }
                });
            }
        }
        return jumps;
    }
}
