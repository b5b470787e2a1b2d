package dev.scriptorium.tokenizers.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a template's statements. */
final class TemplateParser {

    private final List<Segment> segments;
    private int at;
    /** The tag that ended the body that was read last. */
    private String endedBy = "";

    private ExpressionParser ending = new ExpressionParser("");

    private TemplateParser(List<Segment> segments) {
        this.segments = segments;
    }

    static List<Statement> parse(String template) {
        return new TemplateParser(Segment.split(template)).body(Set.of());
    }

    /** Statements up to one of the tags, which is taken, or to the end of the template where there are none. */
    private List<Statement> body(Set<String> ends) {
        List<Statement> statements = new ArrayList<>();
        while (at < segments.size()) {
            Segment segment = segments.get(at++);
            switch (segment.kind()) {
                case TEXT -> statements.add(new Statement.Text(segment.content()));
                case PRINTED -> statements.add(new Statement.Print(ExpressionParser.parse(segment.content())));
                case STATEMENT -> {
                    ExpressionParser tag = new ExpressionParser(segment.content());
                    String name = tag.name();
                    if (ends.contains(name)) {
                        endedBy = name;
                        ending = tag;
                        return statements;
                    }
                    statements.add(statement(name, tag));
                }
            }
        }
        if (!ends.isEmpty()) {
            throw new TemplateException("the template ends before "
                    + String.join(" or ", ends.stream().sorted().toList()));
        }
        return statements;
    }

    private Statement statement(String name, ExpressionParser tag) {
        return switch (name) {
            case "if" -> conditional(tag);
            case "for" -> loop(tag);
            case "set" -> assignment(tag);
            case "macro" -> macro(tag);
            case "generation" -> {
                tag.end();
                yield new Statement.Block(closed("endgeneration"));
            }
            case "break" -> {
                tag.end();
                yield new Statement.Break();
            }
            case "continue" -> {
                tag.end();
                yield new Statement.Continue();
            }
            default -> throw new TemplateException("the tag " + name + " is not known");
        };
    }

    private List<Statement> closed(String end) {
        List<Statement> body = body(Set.of(end));
        ending.end();
        return body;
    }

    private Statement conditional(ExpressionParser tag) {
        List<Statement.Branch> branches = new ArrayList<>();
        Expression condition = tag.expression();
        tag.end();
        while (true) {
            List<Statement> body = body(Set.of("elif", "else", "endif"));
            branches.add(new Statement.Branch(condition, body));
            if (endedBy.equals("elif")) {
                condition = ending.expression();
                ending.end();
                continue;
            }
            ending.end();
            return new Statement.If(branches, endedBy.equals("else") ? closed("endif") : List.of());
        }
    }

    private Statement loop(ExpressionParser tag) {
        List<String> names = names(tag);
        tag.expectName("in");
        Expression elements = tag.or();
        Expression condition = tag.takeName("if") ? tag.expression() : null;
        tag.end();
        List<Statement> body = body(Set.of("else", "endfor"));
        ending.end();
        List<Statement> otherwise = endedBy.equals("else") ? closed("endfor") : List.of();
        return new Statement.For(names, elements, condition, body, otherwise);
    }

    private static List<String> names(ExpressionParser tag) {
        boolean enclosed = tag.takeSign("(");
        List<String> names = new ArrayList<>(List.of(tag.name()));
        while (tag.takeSign(",")) {
            names.add(tag.name());
        }
        if (enclosed) {
            tag.expectSign(")");
        }
        return names;
    }

    private Statement assignment(ExpressionParser tag) {
        List<String> names = names(tag);
        @Nullable String attribute = tag.takeSign(".") ? tag.name() : null;
        if (tag.peek().kind() == Token.Kind.END && names.size() == 1 && attribute == null) {
            return new Statement.SetBlock(names.getFirst(), closed("endset"));
        }
        tag.expectSign("=");
        Expression value = tag.tuple();
        tag.end();
        return new Statement.Set(names, attribute, value);
    }

    private Statement macro(ExpressionParser tag) {
        String name = tag.name();
        List<String> parameters = new ArrayList<>();
        Map<String, Expression> defaults = new LinkedHashMap<>();
        tag.expectSign("(");
        while (!tag.takeSign(")")) {
            String parameter = tag.name();
            parameters.add(parameter);
            if (tag.takeSign("=")) {
                defaults.put(parameter, tag.expression());
            }
            if (!tag.takeSign(",")) {
                tag.expectSign(")");
                break;
            }
        }
        tag.end();
        return new Statement.Macro(name, parameters, defaults, closed("endmacro"));
    }
}
