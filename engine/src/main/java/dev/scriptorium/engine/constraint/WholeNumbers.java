package dev.scriptorium.engine.constraint;

import dev.scriptorium.engine.constraint.Grammar.Rule;

/** Whole numbers of a range, by their decimal digits. */
final class WholeNumbers {

    private final GrammarBuilder builder;
    private final Rule rule;

    WholeNumbers(GrammarBuilder builder, Rule rule) {
        this.builder = builder;
        this.rule = rule;
    }

    void add(long least, long most) {
        if (least < 0) {
            int digits = builder.state();
            builder.range(rule.start(), '-', '-', digits);
            positive(digits, Math.max(1, -most), -least);
        }
        if (most >= 0) {
            positive(rule.start(), Math.max(0, least), most);
        }
    }

    /** Numbers of one length after the other. */
    private void positive(int from, long least, long most) {
        for (long first = least; first <= most; ) {
            String digits = Long.toString(first);
            long last = Math.min(most, Long.parseLong("9".repeat(digits.length())));
            same(from, digits, Long.toString(last));
            first = last + 1;
        }
    }

    /** Numbers between two of the same length. */
    private void same(int from, String least, String most) {
        if (least.isEmpty()) {
            builder.empty(from, rule.end());
            return;
        }
        char first = least.charAt(0);
        char last = most.charAt(0);
        String nines = "9".repeat(least.length() - 1);
        String zeros = "0".repeat(least.length() - 1);
        if (first == last) {
            digit(from, first, last, least.substring(1), most.substring(1));
            return;
        }
        boolean wholeFirst = least.endsWith(zeros);
        boolean wholeLast = most.endsWith(nines);
        if (!wholeFirst) {
            digit(from, first, first, least.substring(1), nines);
        }
        char low = (char) (wholeFirst ? first : first + 1);
        char high = (char) (wholeLast ? last : last - 1);
        if (low <= high) {
            digit(from, low, high, zeros, nines);
        }
        if (!wholeLast) {
            digit(from, last, last, zeros, most.substring(1));
        }
    }

    private void digit(int from, char lowest, char highest, String least, String most) {
        int behind = builder.state();
        builder.range(from, lowest, highest, behind);
        same(behind, least, most);
    }
}
