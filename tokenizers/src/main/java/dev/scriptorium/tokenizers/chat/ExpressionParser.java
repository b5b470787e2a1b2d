package dev.scriptorium.tokenizers.chat;

import dev.scriptorium.tokenizers.chat.Expression.Arguments;
import dev.scriptorium.tokenizers.chat.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads expressions with the precedence that Jinja gives its operators. */
final class ExpressionParser {

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> RESERVED = Set.of("and", "or", "not", "if", "else", "in", "is");

    private final String source;
    private final List<Token> tokens;
    private int at;

    ExpressionParser(String source) {
        this.source = source;
        this.tokens = Token.of(source);
    }

    /** The whole source as one expression. */
    static Expression parse(String source) {
        ExpressionParser parser = new ExpressionParser(source);
        Expression expression = parser.tuple();
        parser.end();
        return expression;
    }

    void end() {
        if (peek().kind() != Kind.END) {
            throw unexpected();
        }
    }

    Token peek() {
        return tokens.get(at);
    }

    boolean takeSign(String sign) {
        return take(Kind.SIGN, sign);
    }

    boolean takeName(String name) {
        return take(Kind.NAME, name);
    }

    private boolean take(Kind kind, String text) {
        if (peek().kind() == kind && peek().text().equals(text)) {
            at++;
            return true;
        }
        return false;
    }

    void expectSign(String sign) {
        if (!takeSign(sign)) {
            throw unexpected();
        }
    }

    void expectName(String name) {
        if (!takeName(name)) {
            throw unexpected();
        }
    }

    String name() {
        if (peek().kind() != Kind.NAME) {
            throw unexpected();
        }
        return tokens.get(at++).text();
    }

    TemplateException unexpected() {
        String found = peek().kind() == Kind.END ? "the end" : peek().text();
        return new TemplateException("unexpected " + found + " in " + source.strip());
    }

    /** One expression, or several with commas between them as a list. */
    Expression tuple() {
        Expression first = expression();
        if (!isSign(",")) {
            return first;
        }
        List<Expression> elements = new ArrayList<>(List.of(first));
        while (takeSign(",")) {
            if (peek().kind() == Kind.END || isSign(")")) {
                break;
            }
            elements.add(expression());
        }
        return new Expression.ListOf(elements);
    }

    private boolean isSign(String sign) {
        return peek().kind() == Kind.SIGN && peek().text().equals(sign);
    }

    private boolean isName(String name) {
        return peek().kind() == Kind.NAME && peek().text().equals(name);
    }

    Expression expression() {
        Expression value = or();
        while (takeName("if")) {
            Expression condition = or();
            Expression otherwise = takeName("else") ? expression() : null;
            value = new Expression.Conditional(condition, value, otherwise);
        }
        return value;
    }

    /** Without a condition behind it, as the elements of a loop are. */
    Expression or() {
        Expression left = and();
        while (takeName("or")) {
            left = new Expression.Binary("or", left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (takeName("and")) {
            left = new Expression.Binary("and", left, not());
        }
        return left;
    }

    private Expression not() {
        return takeName("not") ? new Expression.Unary("not", not()) : comparison();
    }

    /** Several in a row hold where each holds, as in Python. */
    private Expression comparison() {
        Expression left = sum();
        Expression all = null;
        while (true) {
            String operator = comparisonOperator();
            if (operator == null) {
                return all == null ? left : all;
            }
            Expression right = sum();
            Expression one = operator.equals("not in")
                    ? new Expression.Unary("not", new Expression.Binary("in", left, right))
                    : new Expression.Binary(operator, left, right);
            all = all == null ? one : new Expression.Binary("and", all, one);
            left = right;
        }
    }

    private @Nullable String comparisonOperator() {
        if (peek().kind() == Kind.SIGN && COMPARISONS.contains(peek().text())) {
            return tokens.get(at++).text();
        }
        if (takeName("in")) {
            return "in";
        }
        Token next = tokens.get(Math.min(at + 1, tokens.size() - 1));
        if (isName("not") && next.kind() == Kind.NAME && next.text().equals("in")) {
            at += 2;
            return "not in";
        }
        return null;
    }

    private Expression sum() {
        Expression left = joined();
        while (isSign("+") || isSign("-")) {
            left = new Expression.Binary(tokens.get(at++).text(), left, joined());
        }
        return left;
    }

    private Expression joined() {
        Expression left = product();
        while (takeSign("~")) {
            left = new Expression.Binary("~", left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = unary();
        while (isSign("*") || isSign("/") || isSign("//") || isSign("%")) {
            left = new Expression.Binary(tokens.get(at++).text(), left, unary());
        }
        return left;
    }

    private Expression unary() {
        if (isSign("-") || isSign("+")) {
            String operator = tokens.get(at++).text();
            return new Expression.Unary(operator, unary());
        }
        Expression base = filtered(postfix(primary()));
        return takeSign("**") ? new Expression.Binary("**", base, unary()) : base;
    }

    private Expression primary() {
        Token token = peek();
        at++;
        return switch (token.kind()) {
            case NUMBER -> new Expression.Constant(number(token.text()));
            case TEXT -> {
                StringBuilder text = new StringBuilder(token.text());
                while (peek().kind() == Kind.TEXT) {
                    text.append(tokens.get(at++).text());
                }
                yield new Expression.Constant(text.toString());
            }
            case NAME -> named(token.text());
            case SIGN ->
                switch (token.text()) {
                    case "(" -> parentheses();
                    case "[" -> new Expression.ListOf(elements("]"));
                    case "{" -> map();
                    default -> {
                        at--;
                        throw unexpected();
                    }
                };
            case END -> {
                at--;
                throw unexpected();
            }
        };
    }

    private static Object number(String text) {
        return text.contains(".") ? (Object) Double.valueOf(text) : (Object) Long.valueOf(text);
    }

    private Expression named(String name) {
        return switch (name) {
            case "true", "True" -> new Expression.Constant(true);
            case "false", "False" -> new Expression.Constant(false);
            case "none", "None" -> new Expression.Constant(null);
            default -> {
                if (RESERVED.contains(name)) {
                    at--;
                    throw unexpected();
                }
                yield new Expression.Name(name);
            }
        };
    }

    private Expression parentheses() {
        if (takeSign(")")) {
            return new Expression.ListOf(List.of());
        }
        Expression inner = tuple();
        expectSign(")");
        return inner;
    }

    private List<Expression> elements(String close) {
        List<Expression> elements = new ArrayList<>();
        while (!takeSign(close)) {
            elements.add(expression());
            if (!isSign(close)) {
                expectSign(",");
            }
        }
        return elements;
    }

    private Expression map() {
        List<Expression> entries = new ArrayList<>();
        while (!takeSign("}")) {
            entries.add(expression());
            expectSign(":");
            entries.add(expression());
            if (!isSign("}")) {
                expectSign(",");
            }
        }
        return new Expression.MapOf(entries);
    }

    private Expression postfix(Expression start) {
        Expression value = start;
        while (true) {
            if (takeSign(".")) {
                Token token = tokens.get(at++);
                value = switch (token.kind()) {
                    case NAME -> new Expression.Attribute(value, token.text());
                    case NUMBER -> new Expression.Item(value, new Expression.Constant(number(token.text())));
                    default -> {
                        at--;
                        throw unexpected();
                    }
                };
            } else if (takeSign("[")) {
                value = item(value);
            } else if (isSign("(")) {
                value = new Expression.Call(value, arguments());
            } else {
                return value;
            }
        }
    }

    private Expression item(Expression of) {
        Expression from = isSign(":") ? null : expression();
        if (takeSign("]")) {
            if (from == null) {
                throw unexpected();
            }
            return new Expression.Item(of, from);
        }
        expectSign(":");
        Expression to = isSign(":") || isSign("]") ? null : expression();
        Expression step = takeSign(":") && !isSign("]") ? expression() : null;
        expectSign("]");
        return new Expression.Slice(of, from, to, step);
    }

    Arguments arguments() {
        expectSign("(");
        List<Expression> values = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!takeSign(")")) {
            Token next = tokens.get(Math.min(at + 1, tokens.size() - 1));
            if (peek().kind() == Kind.NAME
                    && next.kind() == Kind.SIGN
                    && next.text().equals("=")) {
                String name = name();
                expectSign("=");
                named.put(name, expression());
            } else {
                values.add(expression());
            }
            if (!isSign(")")) {
                expectSign(",");
            }
        }
        return new Arguments(values, named);
    }

    private Expression filtered(Expression start) {
        Expression value = start;
        while (true) {
            if (takeSign("|")) {
                String name = name();
                value = new Expression.Filter(value, name, isSign("(") ? arguments() : Arguments.NONE);
            } else if (takeName("is")) {
                boolean negated = takeName("not");
                String name = name();
                value = new Expression.Test(value, name, testArguments(), negated);
            } else if (isSign(".") || isSign("[") || isSign("(")) {
                value = postfix(value);
            } else {
                return value;
            }
        }
    }

    /** A test may be given one argument without parentheses. */
    private Arguments testArguments() {
        if (isSign("(")) {
            return arguments();
        }
        Token token = peek();
        boolean begins = token.kind() == Kind.TEXT
                || token.kind() == Kind.NUMBER
                || token.kind() == Kind.NAME && !RESERVED.contains(token.text())
                || isSign("[")
                || isSign("{");
        return begins ? new Arguments(List.of(postfix(primary())), Map.of()) : Arguments.NONE;
    }
}
