package dev.scriptorium.engine.constraint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.constraint.Grammar.Literal;
import dev.scriptorium.engine.constraint.Grammar.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Makes a grammar of at most so many states. */
final class GrammarBuilder {

    private final int mostStates;
    private final List<IntStream.Builder> ranges = new ArrayList<>();
    private final List<IntStream.Builder> empty = new ArrayList<>();
    private final List<IntStream.Builder> calls = new ArrayList<>();
    private final List<Boolean> ends = new ArrayList<>();
    private final List<Literal> literals = new ArrayList<>();
    /** Inside literals, by state and byte: texts that begin alike from one state share their states. */
    private final Map<Long, Integer> insides = new HashMap<>();

    GrammarBuilder(int mostStates) {
        this.mostStates = mostStates;
    }

    int state() {
        if (ends.size() == mostStates) {
            throw new FailureException(
                    FailureCode.LIMIT_EXCEEDED,
                    "The form of the answer takes over " + mostStates
                            + " states, the limit of its size; lengths, numbers of items and choices add to them");
        }
        ranges.add(IntStream.builder());
        empty.add(IntStream.builder());
        calls.add(IntStream.builder());
        ends.add(false);
        return ends.size() - 1;
    }

    Rule rule() {
        Rule rule = new Rule(state(), state());
        ends.set(rule.end(), true);
        return rule;
    }

    void range(int from, int lowest, int highest, int to) {
        ranges.get(from).add(lowest).add(highest).add(to);
    }

    /** A byte of the first range, and one of the second behind it. */
    void bytes(int from, int lowest, int highest, int lowestSecond, int highestSecond, int to) {
        int behind = state();
        range(from, lowest, highest, behind);
        range(behind, lowestSecond, highestSecond, to);
    }

    void empty(int from, int to) {
        empty.get(from).add(to);
    }

    void call(int from, Rule rule, int to) {
        calls.get(from).add(rule.start()).add(to);
    }

    void literal(int from, String text, int to) {
        byte[] bytes = text.getBytes(UTF_8);
        int[] states = new int[bytes.length + 1];
        states[0] = from;
        for (int i = 0; i < bytes.length; i++) {
            states[i + 1] = i == bytes.length - 1 ? last(states[i], bytes[i], to) : inside(states[i], bytes[i]);
        }
        literals.add(new Literal(states, bytes));
    }

    private int last(int from, byte value, int to) {
        range(from, value & 0xFF, value & 0xFF, to);
        return to;
    }

    private int inside(int from, byte value) {
        return insides.computeIfAbsent((long) from << 8 | value & 0xFF, key -> last(from, value, state()));
    }

    Grammar build(Rule root) {
        boolean[] atEnd = new boolean[ends.size()];
        for (int state = 0; state < atEnd.length; state++) {
            atEnd[state] = ends.get(state);
        }
        return new Grammar(root, arrays(ranges), arrays(empty), arrays(calls), atEnd, List.copyOf(literals));
    }

    private static int[][] arrays(List<IntStream.Builder> edges) {
        return edges.stream().map(builder -> builder.build().toArray()).toArray(int[][]::new);
    }
}
