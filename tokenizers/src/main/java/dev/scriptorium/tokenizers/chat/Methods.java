package dev.scriptorium.tokenizers.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Methods of texts and maps that templates call. */
final class Methods {

    private static final Pattern SPACE = Pattern.compile("[\\s\\x1c-\\x1f]+");

    private Methods() {}

    static @Nullable Object call(
            @Nullable Object of, String name, List<@Nullable Object> values, Map<String, @Nullable Object> named) {
        if (!named.isEmpty()) {
            throw new TemplateException("the method " + name + " is given named arguments");
        }
        return switch (of) {
            case String text -> ofText(text, name, values);
            case Map<?, ?> map -> ofMap(map, name, values);
            case List<?> list when name.equals("index") -> (long) list.indexOf(argument(values, 0));
            case List<?> list
            when name.equals("count") ->
                list.stream()
                        .filter(element -> Values.equal(element, values.getFirst()))
                        .count();
            case null, default -> throw unknown(of, name);
        };
    }

    private static TemplateException unknown(@Nullable Object of, String name) {
        return new TemplateException(Values.kind(of) + " has no method " + name + " that is known");
    }

    private static @Nullable Object argument(List<@Nullable Object> values, int number) {
        return number < values.size() ? values.get(number) : null;
    }

    private static Object ofText(String text, String name, List<@Nullable Object> values) {
        @Nullable Object first = argument(values, 0);
        return switch (name) {
            case "strip" -> stripped(text, first, true, true);
            case "lstrip" -> stripped(text, first, true, false);
            case "rstrip" -> stripped(text, first, false, true);
            case "startswith" -> affixes(first).stream().anyMatch(text::startsWith);
            case "endswith" -> affixes(first).stream().anyMatch(text::endsWith);
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "title" -> Filters.title(text);
            case "capitalize" -> Filters.capitalized(text);
            case "replace" ->
                replaced(text, Values.string(first), Values.string(argument(values, 1)), argument(values, 2));
            case "split" -> split(text, first, argument(values, 1));
            case "rsplit" -> splitFromTheEnd(text, Values.string(first), argument(values, 1));
            case "splitlines" -> new ArrayList<>(text.lines().toList());
            case "join" ->
                Values.joined(
                        text,
                        Values.elements(first).stream().map(Values::string).toList());
            case "find" -> (long) text.indexOf(Values.string(first));
            case "rfind" -> (long) text.lastIndexOf(Values.string(first));
            case "count" -> (long) count(text, Values.string(first));
            case "isdigit" -> !text.isEmpty() && text.chars().allMatch(Character::isDigit);
            case "isalpha" -> !text.isEmpty() && text.chars().allMatch(Character::isLetter);
            case "isspace" -> !text.isEmpty() && text.isBlank();
            case "removeprefix" ->
                text.startsWith(Values.string(first))
                        ? text.substring(Values.string(first).length())
                        : text;
            case "removesuffix" ->
                text.endsWith(Values.string(first))
                        ? text.substring(0, text.length() - Values.string(first).length())
                        : text;
            default -> throw unknown(text, name);
        };
    }

    private static List<String> affixes(@Nullable Object said) {
        return said instanceof List<?> several
                ? several.stream().map(Values::string).toList()
                : List.of(Values.string(said));
    }

    /** @param characters that are dropped; white space where there are none */
    static String stripped(String text, @Nullable Object characters, boolean start, boolean end) {
        String dropped = characters == null ? null : Values.string(characters);
        int from = 0;
        int to = text.length();
        while (start && from < to && isDropped(text.charAt(from), dropped)) {
            from++;
        }
        while (end && to > from && isDropped(text.charAt(to - 1), dropped)) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isDropped(char c, @Nullable String dropped) {
        return dropped == null
                ? Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085'
                : dropped.indexOf(c) >= 0;
    }

    static String replaced(String text, String from, String to, @Nullable Object limit) {
        long left = limit == null ? -1 : Values.whole(limit);
        if (to.length() > from.length()) {
            long most = from.isEmpty() ? text.length() + 1L : count(text, from);
            long times = left < 0 ? most : Math.min(left, most);
            Values.requireLength(text.length() + times * (to.length() - from.length()));
        }
        if (left < 0) {
            return text.replace(from, to);
        }
        StringBuilder replaced = new StringBuilder();
        int at = 0;
        for (int found = text.indexOf(from); found >= 0 && left > 0; left--) {
            replaced.append(text, at, found).append(to);
            at = found + from.length();
            found = text.indexOf(from, at);
        }
        return replaced.append(text.substring(at)).toString();
    }

    private static List<Object> split(String text, @Nullable Object separator, @Nullable Object limit) {
        List<Object> parts = new ArrayList<>();
        if (separator == null) {
            String stripped = stripped(text, null, true, true);
            if (!stripped.isEmpty()) {
                parts.addAll(List.of(SPACE.split(stripped)));
            }
            return parts;
        }
        String by = separator(separator);
        long left = limit == null ? Long.MAX_VALUE : Values.whole(limit);
        int at = 0;
        for (int found = text.indexOf(by); found >= 0 && left != 0; left--) {
            parts.add(text.substring(at, found));
            at = found + by.length();
            found = text.indexOf(by, at);
        }
        parts.add(text.substring(at));
        return parts;
    }

    private static List<Object> splitFromTheEnd(String text, String separator, @Nullable Object limit) {
        String by = separator(separator);
        long left = limit == null ? Long.MAX_VALUE : Values.whole(limit);
        List<Object> parts = new ArrayList<>();
        int end = text.length();
        for (int found = text.lastIndexOf(by); found >= 0 && left != 0; left--) {
            parts.addFirst(text.substring(found + by.length(), end));
            end = found;
            found = text.lastIndexOf(by, end - by.length());
            if (end < by.length()) {
                break;
            }
        }
        parts.addFirst(text.substring(0, end));
        return parts;
    }

    private static String separator(Object said) {
        String by = Values.string(said);
        if (by.isEmpty()) {
            throw new TemplateException("a text is split at nothing");
        }
        return by;
    }

    private static int count(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0 && !part.isEmpty(); at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    private static @Nullable Object ofMap(Map<?, ?> map, String name, List<@Nullable Object> values) {
        return switch (name) {
            case "items" -> items(map);
            case "keys" -> new ArrayList<>(map.keySet());
            case "values" -> new ArrayList<>(map.values());
            case "get" -> map.containsKey(values.getFirst()) ? map.get(values.getFirst()) : argument(values, 1);
            default -> throw unknown(map, name);
        };
    }

    static List<@Nullable Object> items(Map<?, ?> map) {
        List<@Nullable Object> items = new ArrayList<>();
        map.forEach((key, value) -> {
            List<@Nullable Object> pair = new ArrayList<>();
            pair.add(key);
            pair.add(value);
            items.add(pair);
        });
        return items;
    }
}
