package dev.scriptorium.tokenizers.chat;

import java.util.ArrayList;
import java.util.List;

/** A token of an expression. */
record Token(Kind kind, String text) {

    enum Kind {
        NAME,
        NUMBER,
        TEXT,
        SIGN,
        END
    }

    private static final List<String> SIGNS = List.of("**", "//", "==", "!=", "<=", ">=");
    private static final String SINGLE = "+-*/%~()[]{}.,:|=<>";

    static List<Token> of(String source) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            int start = at;
            if (Character.isWhitespace(c)) {
                at++;
            } else if (Character.isJavaIdentifierStart(c) && c != '$') {
                while (at < source.length()
                        && Character.isJavaIdentifierPart(source.charAt(at))
                        && source.charAt(at) != '$') {
                    at++;
                }
                tokens.add(new Token(Kind.NAME, source.substring(start, at)));
            } else if (Character.isDigit(c)) {
                at = number(source, at);
                tokens.add(new Token(Kind.NUMBER, source.substring(start, at).replace("_", "")));
            } else if (c == '"' || c == '\'') {
                StringBuilder text = new StringBuilder();
                at = text(source, at, text);
                tokens.add(new Token(Kind.TEXT, text.toString()));
            } else {
                String sign = sign(source, at);
                tokens.add(new Token(Kind.SIGN, sign));
                at += sign.length();
            }
        }
        tokens.add(new Token(Kind.END, ""));
        return tokens;
    }

    private static String sign(String source, int at) {
        for (String sign : SIGNS) {
            if (source.startsWith(sign, at)) {
                return sign;
            }
        }
        if (SINGLE.indexOf(source.charAt(at)) < 0) {
            throw new TemplateException("unexpected character " + source.charAt(at) + " in " + source.strip());
        }
        return source.substring(at, at + 1);
    }

    private static int number(String source, int from) {
        int at = from;
        while (at < source.length() && (Character.isDigit(source.charAt(at)) || source.charAt(at) == '_')) {
            at++;
        }
        if (at + 1 < source.length() && source.charAt(at) == '.' && Character.isDigit(source.charAt(at + 1))) {
            at++;
            while (at < source.length() && Character.isDigit(source.charAt(at))) {
                at++;
            }
        }
        return at;
    }

    /** The text behind a quote, with Python's escapes. */
    private static int text(String source, int from, StringBuilder text) {
        char quote = source.charAt(from);
        int at = from + 1;
        while (at < source.length() && source.charAt(at) != quote) {
            char c = source.charAt(at++);
            if (c != '\\' || at == source.length()) {
                text.append(c);
                continue;
            }
            char escaped = source.charAt(at++);
            switch (escaped) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case '\\', '\'', '"' -> text.append(escaped);
                case 'u' -> {
                    if (at + 4 > source.length()) {
                        throw new TemplateException("an escape is not complete in " + source.strip());
                    }
                    text.append((char) Integer.parseInt(source.substring(at, at + 4), 16));
                    at += 4;
                }
                default -> text.append('\\').append(escaped);
            }
        }
        if (at >= source.length()) {
            throw new TemplateException("a text is not closed in " + source.strip());
        }
        return at + 1;
    }
}
