package dev.scriptorium.tokenizers.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What Python does with values, which here are null, booleans, longs, doubles, texts, lists, maps with texts as keys and
 * functions.
 */
final class Values {

    /** What a name that stands for nothing gives: printed as nothing, and an error where more is done with it. */
    record Undefined(String name) {}

    /** A map that statements may write to. */
    record Namespace(Map<String, @Nullable Object> values) {}

    /** What can be called. */
    @FunctionalInterface
    interface Function {
        @Nullable
        Object call(List<@Nullable Object> values, Map<String, @Nullable Object> named);
    }

    /** Of one text. */
    static final int MOST_CHARACTERS = 16 << 20;

    /** Of a text that is taken apart character by character: each becomes an object. */
    private static final int MOST_SINGLE_CHARACTERS = 1 << 20;

    private Values() {}

    static void requireLength(long characters) {
        if (characters > MOST_CHARACTERS) {
            throw new TemplateException("the template writes over " + MOST_CHARACTERS + " characters");
        }
    }

    /** The texts with a separator between them. */
    static String joined(String separator, List<String> texts) {
        long length = (long) separator.length() * texts.size();
        for (String text : texts) {
            length += text.length();
            requireLength(length);
        }
        return String.join(separator, texts);
    }

    /** As {@code len()}. */
    static long length(@Nullable Object value) {
        return value instanceof String text
                ? text.codePointCount(0, text.length())
                : elements(value).size();
    }

    static boolean truth(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Undefined undefined -> false;
            case Boolean flag -> flag;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    /** As {@code str()}. */
    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Undefined undefined -> "";
            case String text -> text;
            case Boolean flag -> flag ? "True" : "False";
            case Double number -> shown(number.doubleValue());
            case Long number -> number.toString();
            case List<?> list -> joined(list);
            case Map<?, ?> map -> shown(map);
            default -> throw new TemplateException("a function or a namespace is printed");
        };
    }

    private static String shown(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e16
                ? (long) number + ".0"
                : Double.toString(number).replace("E", "e");
    }

    private static String joined(List<?> list) {
        return "[" + joined(", ", list.stream().map(Values::shown).toList()) + "]";
    }

    private static String shown(Map<?, ?> map) {
        return "{"
                + joined(
                        ", ",
                        map.entrySet().stream()
                                .map(entry -> shown(entry.getKey()) + ": " + shown(entry.getValue()))
                                .toList())
                + "}";
    }

    /** As {@code repr()}. */
    private static String shown(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return text(value);
        }
        char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
        StringBuilder shown = new StringBuilder().append(quote);
        for (char c : text.toCharArray()) {
            switch (c) {
                case '\n' -> shown.append("\\n");
                case '\t' -> shown.append("\\t");
                case '\r' -> shown.append("\\r");
                case '\\' -> shown.append("\\\\");
                default -> shown.append(c == quote ? "\\" + c : String.valueOf(c));
            }
        }
        return shown.append(quote).toString();
    }

    static boolean equal(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Undefined && right instanceof Undefined) {
            return true;
        }
        if (isNumber(left) && isNumber(right)) {
            return number(left) == number(right);
        }
        return Objects.equals(left, right);
    }

    /** Booleans are numbers. */
    static boolean isNumber(@Nullable Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    static double number(@Nullable Object value) {
        return switch (value) {
            case Long number -> number;
            case Double number -> number;
            case Boolean flag -> flag ? 1 : 0;
            case null, default -> throw new TemplateException("a number is expected, not " + kind(value));
        };
    }

    static long whole(@Nullable Object value) {
        return switch (value) {
            case Long number -> number;
            case Boolean flag -> flag ? 1 : 0;
            case null, default -> throw new TemplateException("a whole number is expected, not " + kind(value));
        };
    }

    /** What a loop goes over. */
    static List<@Nullable Object> elements(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> new ArrayList<>(list);
            case Map<?, ?> map -> new ArrayList<>(map.keySet());
            case String text -> {
                if (text.length() > MOST_SINGLE_CHARACTERS) {
                    throw new TemplateException(
                            "a text of over " + MOST_SINGLE_CHARACTERS + " characters is taken apart");
                }
                List<@Nullable Object> characters = new ArrayList<>();
                text.codePoints().forEach(point -> characters.add(Character.toString(point)));
                yield characters;
            }
            case Undefined undefined -> List.of();
            case null, default -> throw new TemplateException(kind(value) + " has no elements");
        };
    }

    static boolean contains(@Nullable Object whole, @Nullable Object part) {
        return switch (whole) {
            case String text -> {
                if (part instanceof String inner) {
                    yield text.contains(inner);
                }
                throw new TemplateException(kind(part) + " is looked for in a text");
            }
            case List<?> list -> list.stream().anyMatch(element -> equal(element, part));
            case Map<?, ?> map -> map.containsKey(part);
            case Undefined undefined -> false;
            case null, default -> throw new TemplateException(kind(whole) + " contains nothing");
        };
    }

    static int compare(@Nullable Object left, @Nullable Object right) {
        if (isNumber(left) && isNumber(right)) {
            return Double.compare(number(left), number(right));
        }
        if (left instanceof String first && right instanceof String second) {
            return first.compareTo(second);
        }
        throw new TemplateException(kind(left) + " and " + kind(right) + " have no order");
    }

    static Map<?, ?> map(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new TemplateException("a map is expected, not " + kind(value));
    }

    static String string(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new TemplateException("a text is expected, not " + kind(value));
    }

    static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Undefined undefined -> undefined.name() + ", which is undefined,";
            case Boolean flag -> "a truth value";
            case Long number -> "a number";
            case Double number -> "a number";
            case String text -> "a text";
            case List<?> list -> "a list";
            case Map<?, ?> map -> "a map";
            case Namespace space -> "a namespace";
            default -> "a function";
        };
    }
}
