package dev.scriptorium.engine.constraint;

import dev.scriptorium.engine.constraint.Grammar.Rule;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The parts of JSON (RFC 8259) as rules. There is at most one space behind a comma and a colon and no other white space, texts are
 * whole UTF-8, and escapes are whole characters: no half of a surrogate pair, and no U+0000, which databases refuse.
 */
final class JsonRules {

    /** Digits that a double keeps exactly. */
    static final int DIGITS = 15;

    private final GrammarBuilder builder;
    private final Map<String, Rule> rules = new HashMap<>();

    JsonRules(GrammarBuilder builder) {
        this.builder = builder;
    }

    /** One for each name, also while it is being made. */
    private Rule rule(String name, Consumer<Rule> content) {
        Rule known = rules.get(name);
        if (known == null) {
            known = builder.rule();
            rules.put(name, known);
            content.accept(known);
        }
        return known;
    }

    Rule value() {
        return rule("value", value -> {
            builder.call(value.start(), object(), value.end());
            builder.call(value.start(), array(), value.end());
            builder.call(value.start(), string(), value.end());
            builder.call(value.start(), number(), value.end());
            literals(value, "true", "false", "null");
        });
    }

    Rule object() {
        return rule("object", object -> map(object, value()));
    }

    /** An object with any names. */
    void map(Rule object, Rule value) {
        int name = builder.state();
        int colon = builder.state();
        int content = builder.state();
        int more = builder.state();
        builder.literal(object.start(), "{}", object.end());
        builder.literal(object.start(), "{", name);
        builder.call(name, string(), colon);
        spaced(colon, ":", content);
        builder.call(content, value, more);
        spaced(more, ",", name);
        builder.literal(more, "}", object.end());
    }

    private Rule array() {
        return rule("array", array -> list(array, value(), 0, Integer.MAX_VALUE));
    }

    void list(Rule array, Rule item, int least, int most) {
        if (least == 0) {
            builder.literal(array.start(), "[]", array.end());
        }
        if (most == 0) {
            return;
        }
        int before = builder.state();
        builder.literal(array.start(), "[", before);
        int unrolled = most == Integer.MAX_VALUE ? Math.max(1, least) : most;
        for (int count = 1; count <= unrolled; count++) {
            int behind = builder.state();
            builder.call(before, item, behind);
            if (count >= least) {
                builder.literal(behind, "]", array.end());
            }
            if (count < unrolled) {
                before = builder.state();
                spaced(behind, ",", before);
            } else if (most == Integer.MAX_VALUE) {
                spaced(behind, ",", before);
            }
        }
    }

    /** With a space behind or without. */
    void spaced(int from, String text, int to) {
        builder.literal(from, text, to);
        builder.literal(from, text + " ", to);
    }

    void literals(Rule rule, String... texts) {
        for (String text : texts) {
            builder.literal(rule.start(), text, rule.end());
        }
    }

    Rule string() {
        return rule("string", string -> text(string, 0, Integer.MAX_VALUE));
    }

    /** A string of so many characters. */
    void text(Rule string, int least, int most) {
        int at = builder.state();
        builder.literal(string.start(), "\"", at);
        int unrolled = most == Integer.MAX_VALUE ? least : most;
        for (int count = 0; count <= unrolled; count++) {
            if (count >= least) {
                builder.literal(at, "\"", string.end());
            }
            if (count < unrolled) {
                int next = builder.state();
                builder.call(at, character(), next);
                at = next;
            } else if (most == Integer.MAX_VALUE) {
                builder.call(at, character(), at);
            }
        }
    }

    private Rule character() {
        return rule("character", character -> {
            int start = character.start();
            int end = character.end();
            builder.range(start, ' ', '!', end);
            builder.range(start, '#', '[', end);
            builder.range(start, ']', 0x7F, end);
            multipleBytes(start, end);
            int escape = builder.state();
            builder.range(start, '\\', '\\', escape);
            for (char one : "\"\\/bfnrt".toCharArray()) {
                builder.range(escape, one, one, end);
            }
            int code = builder.state();
            builder.range(escape, 'u', 'u', code);
            codes(code, end);
        });
    }

    /** Well-formed UTF-8 of two to four bytes (Unicode, table 3-7). */
    private void multipleBytes(int start, int end) {
        int one = builder.state();
        int two = builder.state();
        builder.range(one, 0x80, 0xBF, end);
        builder.range(two, 0x80, 0xBF, one);
        builder.range(start, 0xC2, 0xDF, one);
        builder.bytes(start, 0xE0, 0xE0, 0xA0, 0xBF, one);
        builder.bytes(start, 0xE1, 0xEC, 0x80, 0xBF, one);
        builder.bytes(start, 0xED, 0xED, 0x80, 0x9F, one);
        builder.bytes(start, 0xEE, 0xEF, 0x80, 0xBF, one);
        builder.bytes(start, 0xF0, 0xF0, 0x90, 0xBF, two);
        builder.bytes(start, 0xF1, 0xF3, 0x80, 0xBF, two);
        builder.bytes(start, 0xF4, 0xF4, 0x80, 0x8F, two);
    }

    /** Four hexadecimal digits other than 0000 and D800 to DFFF. */
    private void codes(int start, int end) {
        int three = builder.state();
        int two = builder.state();
        int one = builder.state();
        hex(three, 0, two);
        hex(two, 0, one);
        hex(one, 0, end);
        builder.range(start, '1', '9', three);
        letters(start, 'a', 'c', three);
        letters(start, 'e', 'f', three);
        int surrogate = builder.state();
        letters(start, 'd', 'd', surrogate);
        builder.range(surrogate, '0', '7', two);
        int[] zeros = {builder.state(), builder.state(), builder.state()};
        builder.range(start, '0', '0', zeros[0]);
        builder.range(zeros[0], '0', '0', zeros[1]);
        builder.range(zeros[1], '0', '0', zeros[2]);
        hex(zeros[0], 1, two);
        hex(zeros[1], 1, one);
        hex(zeros[2], 1, end);
    }

    private void hex(int from, int lowest, int to) {
        builder.range(from, '0' + lowest, '9', to);
        letters(from, 'a', 'f', to);
    }

    private void letters(int from, char lowest, char highest, int to) {
        builder.range(from, lowest, highest, to);
        builder.range(from, Character.toUpperCase(lowest), Character.toUpperCase(highest), to);
    }

    Rule integer() {
        return rule("integer", integer -> {
            int digits = builder.state();
            builder.empty(integer.start(), digits);
            builder.range(integer.start(), '-', '-', digits);
            whole(digits, integer.end());
        });
    }

    private void whole(int from, int to) {
        builder.range(from, '0', '0', to);
        int behind = builder.state();
        builder.range(from, '1', '9', behind);
        digits(behind, 0, DIGITS - 1, to);
    }

    private void digits(int from, int least, int most, int to) {
        int at = from;
        for (int count = 0; count <= most; count++) {
            if (count >= least) {
                builder.empty(at, to);
            }
            if (count < most) {
                int next = builder.state();
                builder.range(at, '0', '9', next);
                at = next;
            }
        }
    }

    Rule number() {
        return rule("number", number -> {
            int whole = builder.state();
            int point = builder.state();
            int fraction = builder.state();
            int exponent = builder.state();
            int signed = builder.state();
            builder.call(number.start(), integer(), whole);
            builder.empty(whole, fraction);
            builder.range(whole, '.', '.', point);
            digits(point, 1, DIGITS, fraction);
            builder.empty(fraction, number.end());
            letters(fraction, 'e', 'e', exponent);
            builder.empty(exponent, signed);
            builder.range(exponent, '+', '+', signed);
            builder.range(exponent, '-', '-', signed);
            digits(signed, 1, 2, number.end());
        });
    }
}
