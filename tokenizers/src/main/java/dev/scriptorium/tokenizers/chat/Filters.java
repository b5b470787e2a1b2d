package dev.scriptorium.tokenizers.chat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Filters and tests that templates apply. */
final class Filters {

    private Filters() {}

    /** The arguments of a filter or a test. */
    record Arguments(List<@Nullable Object> values, Map<String, @Nullable Object> named) {

        /** By place, else by name. */
        @Nullable
        Object get(int place, String name) {
            return place < values.size() ? values.get(place) : named.get(name);
        }

        boolean has(int place, String name) {
            return place < values.size() || named.containsKey(name);
        }
    }

    static @Nullable Object apply(String name, @Nullable Object input, Arguments arguments) {
        return switch (name) {
            case "trim" -> Methods.stripped(printable(input), arguments.get(0, "chars"), true, true);
            case "length", "count" -> Values.length(input);
            case "tojson" -> JsonText.of(arguments.named().get("indent")).of(input, 0);
            case "upper" -> printable(input).toUpperCase(Locale.ROOT);
            case "lower" -> printable(input).toLowerCase(Locale.ROOT);
            case "title" -> title(printable(input));
            case "capitalize" -> capitalized(printable(input));
            case "string" -> Values.text(input);
            case "safe" -> input;
            case "int" -> whole(input, arguments);
            case "float" -> Values.isNumber(input) ? Values.number(input) : Double.parseDouble(Values.string(input));
            case "abs" -> input instanceof Long number ? (Object) Math.abs(number) : Math.abs(Values.number(input));
            case "default", "d" -> otherwise(input, arguments);
            case "replace" ->
                Methods.replaced(
                        printable(input),
                        Values.string(arguments.get(0, "old")),
                        Values.string(arguments.get(1, "new")),
                        arguments.get(2, "count"));
            case "indent" -> indented(printable(input), arguments);
            case "join" -> joined(input, arguments);
            case "items" -> input instanceof Values.Undefined ? List.of() : Methods.items(Values.map(input));
            case "dictsort" -> {
                List<@Nullable Object> items = Methods.items(Values.map(input));
                items.sort((a, b) -> Values.compare(((List<?>) a).getFirst(), ((List<?>) b).getFirst()));
                yield items;
            }
            case "list" -> Values.elements(input);
            default -> ofList(name, Values.elements(input), input, arguments);
        };
    }

    private static @Nullable Object ofList(
            String name, List<@Nullable Object> elements, @Nullable Object input, Arguments arguments) {
        return switch (name) {
            case "first" -> elements.isEmpty() ? new Values.Undefined("first") : elements.getFirst();
            case "last" -> elements.isEmpty() ? new Values.Undefined("last") : elements.getLast();
            case "reverse" ->
                input instanceof String text ? new StringBuilder(text).reverse().toString() : elements.reversed();
            case "sort" -> sorted(elements, arguments);
            case "unique" -> new ArrayList<>(elements.stream().distinct().toList());
            case "sum" -> elements.stream().mapToLong(Values::whole).sum();
            case "min" -> elements.stream().min(Values::compare).orElseThrow(() -> empty(name));
            case "max" -> elements.stream().max(Values::compare).orElseThrow(() -> empty(name));
            case "map" -> mapped(elements, arguments);
            case "select" -> kept(elements, element -> holds(element, arguments, 0));
            case "reject" -> kept(elements, element -> !holds(element, arguments, 0));
            case "selectattr" -> kept(elements, element -> holds(attribute(element, arguments), arguments, 1));
            case "rejectattr" -> kept(elements, element -> !holds(attribute(element, arguments), arguments, 1));
            default -> throw new TemplateException("the filter " + name + " is not known");
        };
    }

    private static TemplateException empty(String filter) {
        return new TemplateException("the filter " + filter + " is given no elements");
    }

    private static String printable(@Nullable Object input) {
        return Values.text(input);
    }

    private static Object whole(@Nullable Object input, Arguments arguments) {
        if (Values.isNumber(input)) {
            return (long) Values.number(input);
        }
        try {
            return Long.parseLong(Values.string(input).strip());
        } catch (NumberFormatException e) {
            return arguments.has(0, "default") ? Values.whole(arguments.get(0, "default")) : 0L;
        }
    }

    private static @Nullable Object otherwise(@Nullable Object input, Arguments arguments) {
        boolean falsy = Values.truth(arguments.get(1, "boolean")) && !Values.truth(input);
        if (!(input instanceof Values.Undefined) && !falsy) {
            return input;
        }
        return arguments.has(0, "default_value") ? arguments.get(0, "default_value") : "";
    }

    private static String indented(String text, Arguments arguments) {
        @Nullable Object width = arguments.get(0, "width");
        String by = width instanceof String said
                ? said
                : " ".repeat(width == null ? 4 : Math.clamp(Values.whole(width), 0, 100));
        boolean blank = Values.truth(arguments.get(2, "blank"));
        String[] lines = text.split("\n", -1);
        StringBuilder indented = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            boolean changes = i > 0 ? blank || !lines[i].isEmpty() : Values.truth(arguments.get(1, "first"));
            indented.append(i > 0 ? "\n" : "").append(changes ? by : "").append(lines[i]);
            Values.requireLength(indented.length());
        }
        return indented.toString();
    }

    private static String joined(@Nullable Object input, Arguments arguments) {
        String by = arguments.has(0, "d") ? Values.string(arguments.get(0, "d")) : "";
        List<@Nullable Object> elements = Values.elements(input);
        @Nullable Object attribute = arguments.get(1, "attribute");
        return Values.joined(
                by,
                elements.stream()
                        .map(element -> Values.text(
                                attribute == null ? element : Operators.member(element, Values.string(attribute))))
                        .toList());
    }

    private static List<@Nullable Object> sorted(List<@Nullable Object> elements, Arguments arguments) {
        @Nullable Object attribute = arguments.named().get("attribute");
        List<@Nullable Object> sorted = new ArrayList<>(elements);
        Comparator<@Nullable Object> order = (a, b) -> attribute == null
                ? Values.compare(a, b)
                : Values.compare(
                        Operators.member(a, Values.string(attribute)), Operators.member(b, Values.string(attribute)));
        sorted.sort(Values.truth(arguments.get(0, "reverse")) ? order.reversed() : order);
        return sorted;
    }

    private static List<@Nullable Object> mapped(List<@Nullable Object> elements, Arguments arguments) {
        List<@Nullable Object> mapped = new ArrayList<>();
        if (arguments.named().containsKey("attribute")) {
            String attribute = Values.string(arguments.named().get("attribute"));
            boolean defaults = arguments.named().containsKey("default");
            elements.forEach(element -> {
                @Nullable Object value = Operators.member(element, attribute);
                mapped.add(
                        defaults && value instanceof Values.Undefined
                                ? arguments.named().get("default")
                                : value);
            });
            return mapped;
        }
        String filter = Values.string(arguments.get(0, "filter"));
        Arguments rest =
                new Arguments(arguments.values().subList(1, arguments.values().size()), arguments.named());
        elements.forEach(element -> mapped.add(apply(filter, element, rest)));
        return mapped;
    }

    private static List<@Nullable Object> kept(List<@Nullable Object> elements, Predicate<@Nullable Object> predicate) {
        List<@Nullable Object> kept = new ArrayList<>();
        elements.forEach(element -> {
            if (predicate.test(element)) {
                kept.add(element);
            }
        });
        return kept;
    }

    private static @Nullable Object attribute(@Nullable Object element, Arguments arguments) {
        return Operators.member(element, Values.string(arguments.get(0, "attribute")));
    }

    /** Whether a value passes the test that is named at a place, or is true where none is named. */
    private static boolean holds(@Nullable Object value, Arguments arguments, int place) {
        if (place >= arguments.values().size()) {
            return Values.truth(value);
        }
        return test(
                Values.string(arguments.values().get(place)),
                value,
                new Arguments(
                        arguments.values().subList(place + 1, arguments.values().size()), Map.of()));
    }

    static boolean test(String name, @Nullable Object value, Arguments arguments) {
        return switch (name) {
            case "defined" -> !(value instanceof Values.Undefined);
            case "undefined" -> value instanceof Values.Undefined;
            case "none" -> value == null;
            case "string" -> value instanceof String;
            case "number" -> Values.isNumber(value);
            case "integer" -> value instanceof Long;
            case "float" -> value instanceof Double;
            case "boolean" -> value instanceof Boolean;
            case "true" -> Boolean.TRUE.equals(value);
            case "false" -> Boolean.FALSE.equals(value);
            case "mapping" -> value instanceof Map;
            case "sequence", "iterable" ->
                value instanceof String
                        || value instanceof List
                        || value instanceof Map
                        || value instanceof Values.Undefined;
            case "callable" -> value instanceof Values.Function;
            case "equalto", "eq", "==" -> Values.equal(value, arguments.get(0, "other"));
            case "ne", "!=" -> !Values.equal(value, arguments.get(0, "other"));
            case "lt", "lessthan", "<" -> Values.compare(value, arguments.get(0, "other")) < 0;
            case "le", "<=" -> Values.compare(value, arguments.get(0, "other")) <= 0;
            case "gt", "greaterthan", ">" -> Values.compare(value, arguments.get(0, "other")) > 0;
            case "ge", ">=" -> Values.compare(value, arguments.get(0, "other")) >= 0;
            case "in" -> Values.contains(arguments.get(0, "seq"), value);
            case "odd" -> Math.floorMod(Values.whole(value), 2L) == 1;
            case "even" -> Math.floorMod(Values.whole(value), 2L) == 0;
            case "divisibleby" -> Math.floorMod(Values.whole(value), Values.whole(arguments.get(0, "num"))) == 0;
            case "upper" -> Values.text(value).equals(Values.text(value).toUpperCase(Locale.ROOT));
            case "lower" -> Values.text(value).equals(Values.text(value).toLowerCase(Locale.ROOT));
            default -> throw new TemplateException("the test " + name + " is not known");
        };
    }

    static String capitalized(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                        + text.substring(1).toLowerCase(Locale.ROOT);
    }

    static String title(String text) {
        StringBuilder title = new StringBuilder();
        boolean begins = true;
        for (char c : text.toCharArray()) {
            title.append(begins ? Character.toUpperCase(c) : Character.toLowerCase(c));
            begins = !Character.isLetter(c);
        }
        return title.toString();
    }

    /** Named values as a map, for functions that take any. */
    static Map<String, @Nullable Object> copy(Map<String, @Nullable Object> named) {
        return new LinkedHashMap<>(named);
    }
}
