package dev.scriptorium.tokenizers.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a template once. Bounded: a template comes from outside, and one that never ends is an error. */
final class Interpreter {

    private static final int MOST_STEPS = 2_000_000;
    private static final int MOST_CHARACTERS = 16 << 20;
    private static final int MOST_DEPTH = 100;
    private static final int MOST_RANGE = 100_000;

    private final StringBuilder output;
    private final Counter counter;

    private static final class Counter {
        private int steps;
        private int calls;
        private int depth;
    }

    /** Names and what they stand for; what is set inside a loop or a macro is not seen outside. */
    private static final class Scope {

        private final @Nullable Scope outer;
        private final Map<String, @Nullable Object> values = new HashMap<>();

        Scope(@Nullable Scope outer) {
            this.outer = outer;
        }

        @Nullable
        Object get(String name) {
            for (Scope scope = this; scope != null; scope = scope.outer) {
                if (scope.values.containsKey(name)) {
                    return scope.values.get(name);
                }
            }
            return new Values.Undefined(name);
        }
    }

    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    private Interpreter(StringBuilder output, Counter counter) {
        this.output = output;
        this.counter = counter;
    }

    static String run(List<Statement> template, Map<String, @Nullable Object> variables) {
        Interpreter interpreter = new Interpreter(new StringBuilder(), new Counter());
        Scope globals = new Scope(null);
        globals.values.put("range", (Values.Function) (values, named) -> range(values));
        globals.values.put("namespace", (Values.Function) (values, named) -> new Values.Namespace(Filters.copy(named)));
        globals.values.put("dict", (Values.Function) (values, named) -> Filters.copy(named));
        globals.values.put("raise_exception", (Values.Function) (values, named) -> {
            throw TemplateException.raised(Values.text(values.isEmpty() ? "" : values.getFirst()));
        });
        globals.values.putAll(variables);
        interpreter.run(template, new Scope(globals));
        return interpreter.output.toString();
    }

    private static List<@Nullable Object> range(List<@Nullable Object> values) {
        long from = values.size() > 1 ? Values.whole(values.get(0)) : 0;
        long to = Values.whole(values.get(values.size() > 1 ? 1 : 0));
        long step = values.size() > 2 ? Values.whole(values.get(2)) : 1;
        if (step == 0) {
            throw new TemplateException("a range has the step 0");
        }
        List<@Nullable Object> range = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            if (range.size() == MOST_RANGE) {
                throw new TemplateException("a range has over " + MOST_RANGE + " elements");
            }
            range.add(i);
        }
        return range;
    }

    private void step() {
        if (++counter.steps > MOST_STEPS) {
            throw new TemplateException("the template takes over " + MOST_STEPS + " steps");
        }
    }

    private void print(String text) {
        if (output.length() + text.length() > MOST_CHARACTERS) {
            throw new TemplateException("the template writes over " + MOST_CHARACTERS + " characters");
        }
        output.append(text);
    }

    private Flow run(List<Statement> statements, Scope scope) {
        for (Statement statement : statements) {
            step();
            Flow flow = run(statement, scope);
            if (flow != Flow.ON) {
                return flow;
            }
        }
        return Flow.ON;
    }

    private Flow run(Statement statement, Scope scope) {
        switch (statement) {
            case Statement.Text text -> print(text.text());
            case Statement.Print printed -> print(Values.text(value(printed.value(), scope)));
            case Statement.Block block -> {
                return run(block.body(), scope);
            }
            case Statement.If choice -> {
                for (Statement.Branch branch : choice.branches()) {
                    if (Values.truth(value(branch.condition(), scope))) {
                        return run(branch.body(), scope);
                    }
                }
                return run(choice.otherwise(), scope);
            }
            case Statement.For loop -> loop(loop, scope);
            case Statement.Set set -> set(set, scope);
            case Statement.SetBlock set -> scope.values.put(set.name(), captured(set.body(), new Scope(scope)));
            case Statement.Macro macro -> scope.values.put(macro.name(), function(macro, scope));
            case Statement.Break end -> {
                return Flow.BREAK;
            }
            case Statement.Continue next -> {
                return Flow.CONTINUE;
            }
        }
        return Flow.ON;
    }

    private String captured(List<Statement> body, Scope scope) {
        Interpreter inner = new Interpreter(new StringBuilder(), counter);
        inner.run(body, scope);
        return inner.output.toString();
    }

    private void loop(Statement.For loop, Scope scope) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (@Nullable Object element : Values.elements(value(loop.elements(), scope))) {
            step();
            Scope inner = new Scope(scope);
            assign(loop.names(), element, inner);
            if (loop.condition() == null || Values.truth(value(loop.condition(), inner))) {
                elements.add(element);
            }
        }
        if (elements.isEmpty()) {
            run(loop.otherwise(), scope);
            return;
        }
        for (int i = 0; i < elements.size(); i++) {
            Scope inner = new Scope(scope);
            inner.values.put("loop", loopVariable(elements, i));
            assign(loop.names(), elements.get(i), inner);
            if (run(loop.body(), inner) == Flow.BREAK) {
                return;
            }
        }
    }

    private static Map<String, @Nullable Object> loopVariable(List<@Nullable Object> elements, int i) {
        int length = elements.size();
        Map<String, @Nullable Object> loop = new HashMap<>();
        loop.put("index", i + 1L);
        loop.put("index0", (long) i);
        loop.put("revindex", (long) length - i);
        loop.put("revindex0", (long) length - i - 1);
        loop.put("first", i == 0);
        loop.put("last", i == length - 1);
        loop.put("length", (long) length);
        loop.put("previtem", i == 0 ? new Values.Undefined("loop.previtem") : elements.get(i - 1));
        loop.put("nextitem", i == length - 1 ? new Values.Undefined("loop.nextitem") : elements.get(i + 1));
        loop.put("cycle", (Values.Function) (values, named) -> values.get(i % values.size()));
        return loop;
    }

    private static void assign(List<String> names, @Nullable Object value, Scope scope) {
        if (names.size() == 1) {
            scope.values.put(names.getFirst(), value);
            return;
        }
        List<@Nullable Object> parts = Values.elements(value);
        if (parts.size() != names.size()) {
            throw new TemplateException(parts.size() + " values for the names " + names);
        }
        for (int i = 0; i < parts.size(); i++) {
            scope.values.put(names.get(i), parts.get(i));
        }
    }

    private void set(Statement.Set set, Scope scope) {
        @Nullable Object value = value(set.value(), scope);
        if (set.attribute() == null) {
            assign(set.names(), value, scope);
            return;
        }
        if (!(scope.get(set.names().getFirst()) instanceof Values.Namespace space)) {
            throw new TemplateException(set.names().getFirst() + " is no namespace");
        }
        space.values().put(set.attribute(), value);
    }

    /** A macro sees what stood around its definition. */
    private Values.Function function(Statement.Macro macro, Scope scope) {
        return (values, named) -> {
            if (values.size() > macro.parameters().size()) {
                throw new TemplateException("the macro " + macro.name() + " is given too much");
            }
            for (String name : named.keySet()) {
                if (!macro.parameters().contains(name)) {
                    throw new TemplateException("the macro " + macro.name() + " takes no " + name);
                }
            }
            Scope inner = new Scope(scope);
            for (int i = 0; i < macro.parameters().size(); i++) {
                String name = macro.parameters().get(i);
                Expression usual = macro.defaults().get(name);
                if (i < values.size()) {
                    inner.values.put(name, values.get(i));
                } else if (named.containsKey(name)) {
                    inner.values.put(name, named.get(name));
                } else {
                    inner.values.put(name, usual == null ? new Values.Undefined(name) : value(usual, inner));
                }
            }
            return captured(macro.body(), inner);
        };
    }

    private @Nullable Object value(Expression expression, Scope scope) {
        step();
        if (++counter.depth > MOST_DEPTH * 10) {
            throw new TemplateException("the template calls itself too deep");
        }
        try {
            return valueOf(expression, scope);
        } finally {
            counter.depth--;
        }
    }

    private @Nullable Object valueOf(Expression expression, Scope scope) {
        return switch (expression) {
            case Expression.Constant constant -> constant.value();
            case Expression.Name name -> scope.get(name.name());
            case Expression.ListOf list -> values(list.elements(), scope);
            case Expression.MapOf map -> map(map, scope);
            case Expression.Unary unary -> unary(unary, scope);
            case Expression.Binary binary -> binary(binary, scope);
            case Expression.Conditional conditional -> {
                if (Values.truth(value(conditional.condition(), scope))) {
                    yield value(conditional.then(), scope);
                }
                Expression otherwise = conditional.otherwise();
                yield otherwise == null ? new Values.Undefined("the value") : value(otherwise, scope);
            }
            case Expression.Attribute attribute -> member(value(attribute.of(), scope), attribute.name());
            case Expression.Item item -> item(value(item.of(), scope), value(item.key(), scope));
            case Expression.Slice slice -> slice(slice, scope);
            case Expression.Call call -> call(call, scope);
            case Expression.Filter filter ->
                Filters.apply(filter.name(), value(filter.input(), scope), arguments(filter.arguments(), scope));
            case Expression.Test test ->
                Filters.test(test.name(), value(test.input(), scope), arguments(test.arguments(), scope))
                        != test.negated();
        };
    }

    private List<@Nullable Object> values(List<Expression> expressions, Scope scope) {
        List<@Nullable Object> values = new ArrayList<>();
        expressions.forEach(element -> values.add(value(element, scope)));
        return values;
    }

    private Map<String, @Nullable Object> map(Expression.MapOf literal, Scope scope) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < literal.entries().size(); i += 2) {
            map.put(
                    Values.string(value(literal.entries().get(i), scope)),
                    value(literal.entries().get(i + 1), scope));
        }
        return map;
    }

    private Filters.Arguments arguments(Expression.Arguments arguments, Scope scope) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        arguments.named().forEach((name, value) -> named.put(name, value(value, scope)));
        return new Filters.Arguments(values(arguments.values(), scope), named);
    }

    private Object unary(Expression.Unary unary, Scope scope) {
        @Nullable Object operand = value(unary.operand(), scope);
        return switch (unary.operator()) {
            case "not" -> !Values.truth(operand);
            case "-" -> operand instanceof Double number ? (Object) (-number) : (Object) (-Values.whole(operand));
            default -> operand instanceof Double number ? (Object) number : (Object) Values.whole(operand);
        };
    }

    private @Nullable Object binary(Expression.Binary binary, Scope scope) {
        @Nullable Object left = value(binary.left(), scope);
        if (binary.operator().equals("and")) {
            return Values.truth(left) ? value(binary.right(), scope) : left;
        }
        if (binary.operator().equals("or")) {
            return Values.truth(left) ? left : value(binary.right(), scope);
        }
        @Nullable Object right = value(binary.right(), scope);
        return switch (binary.operator()) {
            case "==" -> Values.equal(left, right);
            case "!=" -> !Values.equal(left, right);
            case "<" -> Values.compare(left, right) < 0;
            case "<=" -> Values.compare(left, right) <= 0;
            case ">" -> Values.compare(left, right) > 0;
            case ">=" -> Values.compare(left, right) >= 0;
            case "in" -> Values.contains(right, left);
            case "~" -> Values.text(left) + Values.text(right);
            case "+" -> sum(left, right);
            default -> arithmetic(binary.operator(), left, right);
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
            return text.repeat((int) Math.clamp(Values.whole(right), 0, MOST_RANGE));
        }
        if (!Values.isNumber(left) || !Values.isNumber(right)) {
            throw new TemplateException(operator + " of " + Values.kind(left) + " and " + Values.kind(right));
        }
        boolean whole = !(left instanceof Double) && !(right instanceof Double);
        if (Values.number(right) == 0 && "/ // %".contains(operator)) {
            throw new TemplateException("a division by 0");
        }
        return switch (operator) {
            case "+" ->
                whole
                        ? (Object) (Values.whole(left) + Values.whole(right))
                        : Values.number(left) + Values.number(right);
            case "-" ->
                whole
                        ? (Object) (Values.whole(left) - Values.whole(right))
                        : Values.number(left) - Values.number(right);
            case "*" ->
                whole
                        ? (Object) (Values.whole(left) * Values.whole(right))
                        : Values.number(left) * Values.number(right);
            case "/" -> Values.number(left) / Values.number(right);
            case "//" ->
                whole
                        ? (Object) Math.floorDiv(Values.whole(left), Values.whole(right))
                        : Math.floor(Values.number(left) / Values.number(right));
            case "%" ->
                whole
                        ? (Object) Math.floorMod(Values.whole(left), Values.whole(right))
                        : Values.number(left)
                                - Values.number(right) * Math.floor(Values.number(left) / Values.number(right));
            default ->
                whole && Values.whole(right) >= 0
                        ? (Object) (long) Math.pow(Values.whole(left), Values.whole(right))
                        : Math.pow(Values.number(left), Values.number(right));
        };
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

    private static @Nullable Object item(@Nullable Object of, @Nullable Object key) {
        if (of instanceof Map || of instanceof Values.Namespace) {
            return key instanceof String name ? member(of, name) : new Values.Undefined("an entry");
        }
        if (of instanceof Values.Undefined undefined) {
            throw new TemplateException("an element of " + undefined.name() + ", which is undefined");
        }
        if (!(of instanceof List) && !(of instanceof String) || !(key instanceof Long)) {
            return new Values.Undefined("an element");
        }
        List<@Nullable Object> elements = Values.elements(of);
        long place = Values.whole(key);
        place = place < 0 ? place + elements.size() : place;
        return place >= 0 && place < elements.size() ? elements.get((int) place) : new Values.Undefined("an element");
    }

    private Object slice(Expression.Slice slice, Scope scope) {
        @Nullable Object of = value(slice.of(), scope);
        List<@Nullable Object> elements = Values.elements(of);
        int size = elements.size();
        long step = slice.step() == null ? 1 : Values.whole(value(slice.step(), scope));
        if (step == 0) {
            throw new TemplateException("a slice has the step 0");
        }
        long from = bound(slice.from(), scope, size, step, step > 0 ? 0 : size - 1);
        long to = bound(slice.to(), scope, size, step, step > 0 ? size : -1);
        List<@Nullable Object> chosen = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            chosen.add(elements.get((int) i));
        }
        return of instanceof String
                ? String.join("", chosen.stream().map(Values::text).toList())
                : chosen;
    }

    private long bound(@Nullable Expression said, Scope scope, int size, long step, long usual) {
        @Nullable Object value = said == null ? null : value(said, scope);
        if (value == null) {
            return usual;
        }
        long place = Values.whole(value);
        place = place < 0 ? place + size : place;
        return step > 0 ? Math.clamp(place, 0, size) : Math.clamp(place, -1, size - 1);
    }

    private @Nullable Object call(Expression.Call call, Scope scope) {
        Filters.Arguments arguments = arguments(call.arguments(), scope);
        if (++counter.calls > MOST_DEPTH) {
            throw new TemplateException("the template calls itself too deep");
        }
        try {
            if (call.function() instanceof Expression.Attribute(Expression of, String name)) {
                @Nullable Object owner = value(of, scope);
                // A namespace or a map may hold a function, such as loop.cycle.
                if (owner instanceof Map || owner instanceof Values.Namespace) {
                    if (member(owner, name) instanceof Values.Function function) {
                        return function.call(arguments.values(), arguments.named());
                    }
                }
                return Methods.call(owner, name, arguments.values(), arguments.named());
            }
            if (value(call.function(), scope) instanceof Values.Function function) {
                return function.call(arguments.values(), arguments.named());
            }
            throw new TemplateException(
                    call.function() instanceof Expression.Name(String name)
                            ? "the function " + name + " is not known"
                            : "what is called is no function");
        } finally {
            counter.calls--;
        }
    }
}
