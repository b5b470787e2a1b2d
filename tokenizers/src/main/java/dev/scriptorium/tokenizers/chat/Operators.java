package dev.scriptorium.tokenizers.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Python's operators, subscripts and {@code range} make of values. */
final class Operators {

    private static final int MOST_RANGE = 100_000;

    private Operators() {}

    static Object unary(String operator, @Nullable Object operand) {
        return switch (operator) {
            case "not" -> !Values.truth(operand);
            case "-" -> operand instanceof Double number ? (Object) (-number) : (Object) (-Values.whole(operand));
            default -> operand instanceof Double number ? (Object) number : (Object) Values.whole(operand);
        };
    }

    static Object binary(String operator, @Nullable Object left, @Nullable Object right) {
        return switch (operator) {
            case "==" -> Values.equal(left, right);
            case "!=" -> !Values.equal(left, right);
            case "<" -> Values.compare(left, right) < 0;
            case "<=" -> Values.compare(left, right) <= 0;
            case ">" -> Values.compare(left, right) > 0;
            case ">=" -> Values.compare(left, right) >= 0;
            case "in" -> Values.contains(right, left);
            case "~" -> Values.text(left) + Values.text(right);
            case "+" -> sum(left, right);
            default -> arithmetic(operator, left, right);
        };
    }

    private static Object sum(@Nullable Object left, @Nullable Object right) {
        if (left instanceof String first && right instanceof String second) {
            return first + second;
        }
        if (left instanceof List<?> first && right instanceof List<?> second) {
            List<@Nullable Object> both = new ArrayList<>(first);
            both.addAll(second);
            return both;
        }
        return arithmetic("+", left, right);
    }

    private static Object arithmetic(String operator, @Nullable Object left, @Nullable Object right) {
        if (operator.equals("*") && left instanceof String text) {
            long times = Math.clamp(Values.whole(right), 0L, Values.MOST_CHARACTERS + 1L);
            Values.requireLength(text.length() * times);
            return text.repeat((int) times);
        }
        if (!Values.isNumber(left) || !Values.isNumber(right)) {
            throw new TemplateException(operator + " of " + Values.kind(left) + " and " + Values.kind(right));
        }
        if (Values.number(right) == 0 && "/ // %".contains(operator)) {
            throw new TemplateException("a division by 0");
        }
        boolean whole = !(left instanceof Double) && !(right instanceof Double);
        return whole
                ? ofWholeNumbers(operator, Values.whole(left), Values.whole(right))
                : ofNumbers(operator, Values.number(left), Values.number(right));
    }

    private static Object ofWholeNumbers(String operator, long left, long right) {
        return switch (operator) {
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> (double) left / right;
            case "//" -> Math.floorDiv(left, right);
            case "%" -> Math.floorMod(left, right);
            default -> right >= 0 ? (Object) (long) Math.pow(left, right) : (Object) Math.pow(left, right);
        };
    }

    private static Object ofNumbers(String operator, double left, double right) {
        return switch (operator) {
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> left / right;
            case "//" -> Math.floor(left / right);
            case "%" -> left - right * Math.floor(left / right);
            default -> Math.pow(left, right);
        };
    }

    static List<@Nullable Object> range(List<@Nullable Object> values) {
        long from = values.size() > 1 ? Values.whole(values.get(0)) : 0;
        long to = Values.whole(values.get(values.size() > 1 ? 1 : 0));
        long step = values.size() > 2 ? Values.whole(values.get(2)) : 1;
        if (step == 0) {
            throw new TemplateException("a range has the step 0");
        }
        List<@Nullable Object> range = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i = Math.addExact(i, step)) {
            if (range.size() == MOST_RANGE) {
                throw new TemplateException("a range has over " + MOST_RANGE + " elements");
            }
            range.add(i);
        }
        return range;
    }

    /** An attribute, or an entry of this name. */
    static @Nullable Object member(@Nullable Object of, String name) {
        return switch (of) {
            case Map<?, ?> map -> map.containsKey(name) ? map.get(name) : new Values.Undefined(name);
            case Values.Namespace space ->
                space.values().containsKey(name) ? space.values().get(name) : new Values.Undefined(name);
            case Values.Undefined undefined ->
                throw new TemplateException(name + " of " + undefined.name() + ", which is undefined");
            case null, default -> new Values.Undefined(name);
        };
    }

    static @Nullable Object item(@Nullable Object of, @Nullable Object key) {
        if (of instanceof Map || of instanceof Values.Namespace) {
            return key instanceof String name ? member(of, name) : new Values.Undefined("an entry");
        }
        if (of instanceof Values.Undefined undefined) {
            throw new TemplateException("an element of " + undefined.name() + ", which is undefined");
        }
        if (!(of instanceof List) && !(of instanceof String) || !(key instanceof Long place)) {
            return new Values.Undefined("an element");
        }
        long size = Values.length(of);
        long at = place < 0 ? place + size : place;
        if (at < 0 || at >= size) {
            return new Values.Undefined("an element");
        }
        return of instanceof String text ? part(text, at, at + 1) : ((List<?>) of).get((int) at);
    }

    /** @param from null where it is left out, as {@code to} and {@code step} */
    static Object slice(@Nullable Object of, @Nullable Object from, @Nullable Object to, @Nullable Object step) {
        long by = step == null ? 1 : Values.whole(step);
        if (by == 0) {
            throw new TemplateException("a slice has the step 0");
        }
        long size = Values.length(of);
        long first = bound(from, size, by, by > 0 ? 0 : size - 1);
        long end = bound(to, size, by, by > 0 ? size : -1);
        if (of instanceof String text && by == 1) {
            return first < end ? part(text, first, end) : "";
        }
        List<@Nullable Object> elements = Values.elements(of);
        List<@Nullable Object> chosen = new ArrayList<>();
        // No step leads further than past one of the ends.
        long bounded = Math.clamp(by, -size - 1, size + 1);
        for (long i = first; by > 0 ? i < end : i > end; i += bounded) {
            chosen.add(elements.get((int) i));
        }
        return of instanceof String
                ? String.join("", chosen.stream().map(Values::text).toList())
                : chosen;
    }

    private static long bound(@Nullable Object said, long size, long step, long usual) {
        if (said == null) {
            return usual;
        }
        long place = Values.whole(said);
        place = place < 0 ? place + size : place;
        return step > 0 ? Math.clamp(place, 0L, size) : Math.clamp(place, -1L, size - 1);
    }

    /** Characters of a text; one outside the basic plane counts once, as in Python. */
    private static String part(String text, long from, long to) {
        int start = text.offsetByCodePoints(0, (int) from);
        return text.substring(start, text.offsetByCodePoints(start, (int) (to - from)));
    }
}
