package dev.scriptorium.engine.constraint;

import dev.scriptorium.engine.constraint.Grammar.Rule;
import dev.scriptorium.engine.constraint.PatternNode.All;
import dev.scriptorium.engine.constraint.PatternNode.Either;
import dev.scriptorium.engine.constraint.PatternNode.One;
import dev.scriptorium.engine.constraint.PatternNode.Text;
import dev.scriptorium.engine.constraint.PatternNode.Times;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** JSON strings in which a regular expression finds something. */
final class PatternRule {

    private final GrammarBuilder builder;
    private final Map<Characters, Rule> rules = new HashMap<>();

    PatternRule(GrammarBuilder builder) {
        this.builder = builder;
    }

    /** @throws IllegalArgumentException where the expression has what is not known */
    void add(Rule string, String pattern) {
        boolean begins = pattern.startsWith("^");
        boolean ends = pattern.endsWith("$") && endsUnescaped(pattern);
        PatternNode node =
                new PatternParser(pattern.substring(begins ? 1 : 0, pattern.length() - (ends ? 1 : 0))).parse();
        if (node instanceof Either && (begins || ends)) {
            throw new IllegalArgumentException("alternatives beside `^` and `$` must be in a group, as in `^(?:a|b)$`");
        }
        int first = builder.state();
        int last = builder.state();
        builder.literal(string.start(), "\"", first);
        builder.literal(last, "\"", string.end());
        PatternNode any = new One(Characters.of("").not(true));
        if (!begins) {
            add(any, first, first);
        }
        if (!ends) {
            add(any, last, last);
        }
        add(node, first, last);
    }

    private static boolean endsUnescaped(String pattern) {
        int at = pattern.length() - 1;
        while (at > 0 && pattern.charAt(at - 1) == '\\') {
            at--;
        }
        return (pattern.length() - 1 - at) % 2 == 0;
    }

    private void add(PatternNode node, int from, int to) {
        switch (node) {
            case One(var characters) -> builder.call(from, rule(characters), to);
            case Text(var character) -> builder.literal(from, character, to);
            case Either(var parts) -> parts.forEach(part -> add(part, from, to));
            case All(var parts) -> addAll(parts, from, to);
            case Times times -> add(times, from, to);
        }
    }

    private void addAll(List<PatternNode> parts, int from, int to) {
        int at = from;
        for (PatternNode part : parts) {
            int next = builder.state();
            add(part, at, next);
            at = next;
        }
        builder.empty(at, to);
    }

    private void add(Times times, int from, int to) {
        int at = from;
        int unrolled = times.most() == Times.ENDLESS ? times.least() : times.most();
        for (int count = 0; count < unrolled; count++) {
            if (count >= times.least()) {
                builder.empty(at, to);
            }
            int next = builder.state();
            add(times.part(), at, next);
            at = next;
        }
        if (times.most() == Times.ENDLESS) {
            int loop = builder.state();
            builder.empty(at, loop);
            add(times.part(), loop, loop);
            at = loop;
        }
        builder.empty(at, to);
    }

    private Rule rule(Characters characters) {
        Rule known = rules.get(characters);
        if (known == null) {
            known = builder.rule();
            rules.put(characters, known);
            addCharacters(characters, known);
        }
        return known;
    }

    private void addCharacters(Characters characters, Rule rule) {
        characters.ascii().stream()
                .filter(character -> character > 0 && character < 0x7F)
                .forEach(character -> addAscii((char) character, rule));
        if (characters.others()) {
            addOthers(rule.start(), rule.end());
        }
    }

    private void addAscii(char character, Rule rule) {
        String escaped = switch (character) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default -> character < ' ' ? "\\u%04x".formatted((int) character) : String.valueOf(character);
        };
        builder.literal(rule.start(), escaped, rule.end());
    }

    /** UTF-8 of two to four bytes, without the line ends U+2028 and U+2029 (E2 80 A8 and A9). */
    private void addOthers(int start, int end) {
        int one = builder.state();
        int two = builder.state();
        builder.range(one, 0x80, 0xBF, end);
        builder.range(two, 0x80, 0xBF, one);
        builder.range(start, 0xC2, 0xDF, one);
        builder.bytes(start, 0xE0, 0xE0, 0xA0, 0xBF, one);
        builder.bytes(start, 0xE1, 0xE1, 0x80, 0xBF, one);
        int punctuation = builder.state();
        int secondOfThem = builder.state();
        builder.range(start, 0xE2, 0xE2, punctuation);
        builder.range(punctuation, 0x81, 0xBF, one);
        builder.range(punctuation, 0x80, 0x80, secondOfThem);
        builder.range(secondOfThem, 0x80, 0xA7, end);
        builder.range(secondOfThem, 0xAA, 0xBF, end);
        builder.bytes(start, 0xE3, 0xEC, 0x80, 0xBF, one);
        builder.bytes(start, 0xED, 0xED, 0x80, 0x9F, one);
        builder.bytes(start, 0xEE, 0xEF, 0x80, 0xBF, one);
        builder.bytes(start, 0xF0, 0xF0, 0x90, 0xBF, two);
        builder.bytes(start, 0xF1, 0xF3, 0x80, 0xBF, two);
        builder.bytes(start, 0xF4, 0xF4, 0x80, 0x8F, two);
    }
}
