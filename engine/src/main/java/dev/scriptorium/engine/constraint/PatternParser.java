package dev.scriptorium.engine.constraint;

import dev.scriptorium.engine.constraint.PatternNode.All;
import dev.scriptorium.engine.constraint.PatternNode.Either;
import dev.scriptorium.engine.constraint.PatternNode.One;
import dev.scriptorium.engine.constraint.PatternNode.Text;
import dev.scriptorium.engine.constraint.PatternNode.Times;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a regular expression of ECMAScript, without its anchors: characters, escapes, classes, groups, alternatives and
 * quantifiers. What depends on what was read before, such as back references and look-around, is refused.
 */
final class PatternParser {

    private static final int DEEPEST = 100;

    private final String pattern;
    private int at;
    private int depth;

    PatternParser(String pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException where it has what is not known */
    PatternNode parse() {
        PatternNode node = either();
        if (at < pattern.length()) {
            throw bad("`)` has no `(`");
        }
        return node;
    }

    private static IllegalArgumentException bad(String reason) {
        return new IllegalArgumentException(reason);
    }

    private boolean has(String next) {
        return pattern.startsWith(next, at);
    }

    private boolean take(String next) {
        boolean found = has(next);
        at += found ? next.length() : 0;
        return found;
    }

    private PatternNode either() {
        if (++depth > DEEPEST) {
            throw bad("groups are nested over " + DEEPEST + " deep");
        }
        List<PatternNode> options = new ArrayList<>();
        do {
            List<PatternNode> parts = new ArrayList<>();
            while (at < pattern.length() && !has("|") && !has(")")) {
                parts.add(quantified(one()));
            }
            options.add(new All(List.copyOf(parts)));
        } while (take("|"));
        depth--;
        return options.size() == 1 ? options.getFirst() : new Either(List.copyOf(options));
    }

    private PatternNode one() {
        if (take("(")) {
            if (!take("?:") && has("?")) {
                throw bad("a group that begins with `(?` is not supported, but for `(?:`");
            }
            PatternNode group = either();
            if (!take(")")) {
                throw bad("`(` has no `)`");
            }
            return group;
        }
        if (take("[")) {
            return new One(characterClass());
        }
        if (take(".")) {
            return new One(Characters.any());
        }
        if (has("^") || has("$")) {
            throw bad("`^` is supported at the beginning only and `$` at the end");
        }
        if (has("*") || has("+") || has("?") || has("{")) {
            throw bad("nothing stands before `" + pattern.charAt(at) + "`");
        }
        if (take("\\")) {
            return new One(escape());
        }
        return literal();
    }

    private PatternNode literal() {
        int character = pattern.codePointAt(at);
        at += Character.charCount(character);
        return character < 128
                ? new One(Characters.range(character, character))
                : new Text(Character.toString(character));
    }

    private Characters escape() {
        if (at == pattern.length()) {
            throw bad("it ends with `\\`");
        }
        char letter = pattern.charAt(at++);
        return switch (letter) {
            case 'd' -> Characters.digits();
            case 'D' -> Characters.digits().not(true);
            case 'w' -> Characters.ofWords();
            case 'W' -> Characters.ofWords().not(true);
            case 's' -> Characters.spaces();
            case 'S' -> Characters.spaces().not(false);
            case 't' -> Characters.of("\t");
            case 'n' -> Characters.of("\n");
            case 'r' -> Characters.of("\r");
            case 'f' -> Characters.of("\f");
            case 'v' -> Characters.of("\u000B");
            default -> {
                if (letter >= 128 || Character.isLetterOrDigit(letter)) {
                    throw bad("`\\" + letter + "` is not supported");
                }
                yield Characters.of(String.valueOf(letter));
            }
        };
    }

    private Characters characterClass() {
        boolean negated = take("^");
        Characters all = Characters.of("");
        boolean others = true;
        while (!take("]")) {
            if (at == pattern.length()) {
                throw bad("`[` has no `]`");
            }
            boolean ofSpaces = has("\\s") || has("\\S");
            Characters next = member();
            if (has("-") && !has("-]")) {
                at++;
                next = range(next, member());
            }
            others &= !ofSpaces;
            all = all.or(next);
        }
        return negated ? all.not(others) : all;
    }

    private Characters member() {
        if (at == pattern.length()) {
            throw bad("`[` has no `]`");
        }
        if (take("\\")) {
            return take("b") ? Characters.of("\b") : escape();
        }
        char character = pattern.charAt(at++);
        if (character >= 128) {
            throw bad("a class with `" + Character.toString(pattern.codePointAt(at - 1))
                    + "`, which is not in ASCII, is not supported");
        }
        return Characters.of(String.valueOf(character));
    }

    private static Characters range(Characters first, Characters last) {
        if (first.others()
                || last.others()
                || first.ascii().cardinality() != 1
                || last.ascii().cardinality() != 1
                || first.ascii().nextSetBit(0) > last.ascii().nextSetBit(0)) {
            throw bad("a class has a range that is not from one character to a later one");
        }
        return Characters.range(first.ascii().nextSetBit(0), last.ascii().nextSetBit(0));
    }

    private PatternNode quantified(PatternNode part) {
        PatternNode times = part;
        if (take("*")) {
            times = new Times(part, 0, Times.ENDLESS);
        } else if (take("+")) {
            times = new Times(part, 1, Times.ENDLESS);
        } else if (take("?")) {
            times = new Times(part, 0, 1);
        } else if (take("{")) {
            times = counted(part);
        }
        if (times != part) {
            take("?"); // a lazy one takes the same texts
        }
        return times;
    }

    private PatternNode counted(PatternNode part) {
        int end = pattern.indexOf('}', at);
        String counts = end < 0 ? "" : pattern.substring(at, end);
        if (!counts.matches("[0-9]{1,6}(,([0-9]{1,6})?)?")) {
            throw bad("`{` must have counts such as `{2}`, `{2,}` or `{2,5}` behind it");
        }
        at = end + 1;
        int comma = counts.indexOf(',');
        int least = Integer.parseInt(comma < 0 ? counts : counts.substring(0, comma));
        int most = comma < 0
                ? least
                : comma == counts.length() - 1 ? Times.ENDLESS : Integer.parseInt(counts.substring(comma + 1));
        if (least > most) {
            throw bad("`{" + counts + "}` has a smaller count last");
        }
        return new Times(part, least, most);
    }
}
