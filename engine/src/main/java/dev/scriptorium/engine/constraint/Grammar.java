package dev.scriptorium.engine.constraint;

import java.util.List;

/**
 * A grammar of bytes: states, and edges between them. An edge takes a byte of a range, nothing, or what another rule takes, so
 * that values can be nested without end.
 *
 * @param root the rule that an answer must follow
 * @param ranges for each state three numbers an edge: the lowest byte, the highest, the state behind it
 * @param empty for each state those that are reached without a byte
 * @param calls for each state two numbers an edge: where the called rule begins, the state behind it
 * @param ends by state: whether a rule ends there
 * @param literals texts that are written as they are
 */
record Grammar(Rule root, int[][] ranges, int[][] empty, int[][] calls, boolean[] ends, List<Literal> literals) {

    /** Where a rule begins and ends. */
    record Rule(int start, int end) {}

    /** The states before, between and behind the bytes of a text. */
    record Literal(int[] states, byte[] bytes) {}

    int size() {
        return ends.length;
    }
}
