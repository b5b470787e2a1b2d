package dev.scriptorium.tokenizers.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a template once: its statements, and expressions down to the {@link Operators}, {@link Filters} and {@link Methods}.
 * Bounded in steps, depth, output and memory, because templates come from outside.
 */
final class Interpreter {

    private static final int MOST_STEPS = 2_000_000;
    private static final int MOST_CALLS = 100;
    private static final int MOST_DEPTH = 1000;
    /** Of all texts and collections that a run makes, in characters: what it holds at one time is less. */
    private static final long MOST_MADE = 4L * Values.MOST_CHARACTERS;

    /** What an element of a collection counts. */
    private static final long ELEMENT = 8;

    private final StringBuilder output;
    private final Counter counter;

    /** What a run has taken so far. */
    private static final class Counter {
        private int steps;
        private int calls;
        private int depth;
        private long made;
    }

    /** Names and what they stand for; what is set inside a loop or a macro does not exist outside. */
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
        globals.values.put("range", (Values.Function) (values, named) -> Operators.range(values));
        globals.values.put("namespace", (Values.Function) (values, named) -> new Values.Namespace(Filters.copy(named)));
        globals.values.put("dict", (Values.Function) (values, named) -> Filters.copy(named));
        globals.values.put("raise_exception", (Values.Function) (values, named) -> {
            throw TemplateException.raised(Values.text(values.isEmpty() ? "" : values.getFirst()));
        });
        globals.values.putAll(variables);
        interpreter.run(template, new Scope(globals));
        return interpreter.output.toString();
    }

    private void step() {
        if (++counter.steps > MOST_STEPS) {
            throw new TemplateException("the template takes over " + MOST_STEPS + " steps");
        }
    }

    private void print(String text) {
        Values.requireLength((long) output.length() + text.length());
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
                throw new TemplateException("the macro " + macro.name() + " has "
                        + macro.parameters().size() + " parameters but gets " + values.size());
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
        if (++counter.depth > MOST_DEPTH) {
            throw new TemplateException("the template calls itself too deep");
        }
        try {
            @Nullable Object value = valueOf(expression, scope);
            if (makes(expression)) {
                count(value);
            }
            return value;
        } finally {
            counter.depth--;
        }
    }

    /** Whether its value is a new one, rather than one that is there already. */
    private static boolean makes(Expression expression) {
        return switch (expression) {
            case Expression.ListOf list -> true;
            case Expression.MapOf map -> true;
            case Expression.Binary binary -> true;
            case Expression.Item item -> true;
            case Expression.Slice slice -> true;
            case Expression.Call call -> true;
            case Expression.Filter filter -> true;
            case Expression.Constant constant -> false;
            case Expression.Name name -> false;
            case Expression.Unary unary -> false;
            case Expression.Conditional conditional -> false;
            case Expression.Attribute attribute -> false;
            case Expression.Test test -> false;
        };
    }

    private void count(@Nullable Object value) {
        counter.made += switch (value) {
            case String text -> text.length();
            case List<?> list -> ELEMENT * list.size();
            case Map<?, ?> map -> ELEMENT * map.size();
            case null, default -> 0;
        };
        if (counter.made > MOST_MADE) {
            throw new TemplateException("the template makes texts and lists of over " + MOST_MADE + " characters");
        }
    }

    private @Nullable Object valueOf(Expression expression, Scope scope) {
        return switch (expression) {
            case Expression.Constant constant -> constant.value();
            case Expression.Name name -> scope.get(name.name());
            case Expression.ListOf list -> values(list.elements(), scope);
            case Expression.MapOf map -> map(map, scope);
            case Expression.Unary unary -> Operators.unary(unary.operator(), value(unary.operand(), scope));
            case Expression.Binary binary -> binary(binary, scope);
            case Expression.Conditional conditional -> {
                if (Values.truth(value(conditional.condition(), scope))) {
                    yield value(conditional.then(), scope);
                }
                Expression otherwise = conditional.otherwise();
                yield otherwise == null ? new Values.Undefined("the value") : value(otherwise, scope);
            }
            case Expression.Attribute attribute -> Operators.member(value(attribute.of(), scope), attribute.name());
            case Expression.Item item -> Operators.item(value(item.of(), scope), value(item.key(), scope));
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

    /** {@code and} and {@code or} give one of their operands, and compute the right one only where it is needed. */
    private @Nullable Object binary(Expression.Binary binary, Scope scope) {
        @Nullable Object left = value(binary.left(), scope);
        return switch (binary.operator()) {
            case "and" -> Values.truth(left) ? value(binary.right(), scope) : left;
            case "or" -> Values.truth(left) ? left : value(binary.right(), scope);
            default -> Operators.binary(binary.operator(), left, value(binary.right(), scope));
        };
    }

    private Object slice(Expression.Slice slice, Scope scope) {
        return Operators.slice(
                value(slice.of(), scope),
                optional(slice.from(), scope),
                optional(slice.to(), scope),
                optional(slice.step(), scope));
    }

    private @Nullable Object optional(@Nullable Expression expression, Scope scope) {
        return expression == null ? null : value(expression, scope);
    }

    private @Nullable Object call(Expression.Call call, Scope scope) {
        Filters.Arguments arguments = arguments(call.arguments(), scope);
        if (++counter.calls > MOST_CALLS) {
            throw new TemplateException("the template calls itself too deep");
        }
        try {
            if (call.function() instanceof Expression.Attribute(Expression of, String name)) {
                @Nullable Object owner = value(of, scope);
                // A namespace or a map may hold a function, such as loop.cycle.
                if (owner instanceof Map || owner instanceof Values.Namespace) {
                    if (Operators.member(owner, name) instanceof Values.Function function) {
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
