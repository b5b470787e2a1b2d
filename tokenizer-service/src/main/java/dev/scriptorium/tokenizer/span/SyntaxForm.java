package dev.scriptorium.tokenizer.span;

import dev.scriptorium.proto.document.v1.ProtectedSpan.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A form of placeholder, markup or code that begins with one of a few characters. Every repetition is bounded, so that a try
 * takes bounded time.
 *
 * @param first the characters that it may begin with; empty: any word character at the start of a word
 */
record SyntaxForm(Kind kind, String first, Pattern pattern) {

    /** The first one that fits is taken. */
    static final List<SyntaxForm> ALL = List.of(
            // Markup: comments, scripts, template and server tags.
            placeholder("<", "<!--(?s:.){0,2000}?-->"),
            code("<", "<(script|style)\\b[^>]{0,256}>(?s:.){0,4096}?</\\1>"),
            placeholder("<", "<%(?s:.){0,512}?%>|<\\?(?s:.){0,512}?\\?>"),
            placeholder("{", "\\{%(?s:.){1,256}?%\\}|\\{#(?s:.){1,256}?#\\}"),
            placeholder("{", "\\{\\{\\{[^{}]{1,256}\\}\\}\\}|\\{\\{[^{}\\n]{1,256}\\}\\}"),
            placeholder("{", "\\{\\}|\\{[\\p{L}_][\\p{L}\\d_.-]{0,40}(?: [\\p{L}\\d_.-]{1,40}){1,3}\\}"),
            placeholder("$#%@", "[$#%@]\\{[^{}\\n]{1,256}\\}"),
            placeholder("[", "\\[\\[[^\\[\\]\\n]{1,128}\\]\\]|\\[\\^[^\\[\\]\\s]{1,64}\\]"),
            placeholder("$", "\\$t\\([^()\\n]{1,128}\\)|\\$[A-Za-z_][A-Za-z0-9_]{0,63}"),
            // printf: flags, width, precision, length, conversion; %% is a percent sign.
            placeholder(
                    "%",
                    "%%|%<[A-Za-z_][A-Za-z0-9_]{0,63}>[-+#0 ]?\\d{0,3}(?:\\.\\d{1,3})?[sdif]"
                            + "|(?<!\\d)%(?:\\d{1,2}\\$)?[-+#0]{0,3}(?:\\d{1,3}|\\*)?(?:\\.(?:\\d{1,3}|\\*))?(?:hh?|ll?|[zjtLq])?"
                            + "[sdiufFxXoeEgGcbBnp@](?![\\p{L}\\d])"),
            placeholder("&", "&lt;/?[A-Za-z][\\w -]{0,32}/?&gt;"),
            placeholder("&", "&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\\d{1,7}|#[xX][0-9A-Fa-f]{1,6});"),
            placeholder(":", "(?<![\\w:/.)\\]]):[A-Za-z][A-Za-z0-9_]{1,40}(?::(?!\\S)|(?![\\w:]))"),
            placeholder("#", "(?<![\\w&#])#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3,4})(?!\\w)"),
            // Markdown: targets of links and images, bold, struck out.
            placeholder("]", "\\]\\((?:[^\\s()]|\\([^\\s()]{0,256}\\)){1,2048}(?: \"[^\"\\n]{0,256}\")?\\)"),
            placeholder("!", "!\\[(?=[^\\[\\]\\n]{0,256}\\]\\()"),
            placeholder("[", "\\[(?=[^\\[\\]\\n]{1,256}\\]\\()"),
            placeholder("*~", "\\*\\*(?=\\S)|(?<=\\S)\\*\\*|~~(?=\\S)|(?<=\\S)~~"),
            new SyntaxForm(
                    Kind.KIND_URL, "dD", Pattern.compile("(?i)(?<!\\w)data:[\\w/+.;=-]{0,128},[^\\s)\"'<>]{0,100000}")),
            // Names of code.
            code("", "[A-Za-z0-9]{1,64}(?:_{1,2}[A-Za-z0-9]{1,64}){1,10}(?:\\(\\))?(?![\\w@.-]{0,64}@)(?!\\w)"),
            code("_", "(?<!\\w)__[A-Za-z0-9]{1,64}(?:_[A-Za-z0-9]{1,64}){0,10}__(?!\\w)"),
            code("", "[A-Za-z][A-Za-z0-9_]{0,63}(?:\\.[A-Za-z][A-Za-z0-9_]{0,63}){0,5}\\(\\)"));

    private static SyntaxForm placeholder(String first, String pattern) {
        return new SyntaxForm(Kind.KIND_PLACEHOLDER, first, Pattern.compile(pattern));
    }

    private static SyntaxForm code(String first, String pattern) {
        return new SyntaxForm(Kind.KIND_CODE, first, Pattern.compile(pattern));
    }

    /** Where the form that begins at this place ends; -1 where there is none. */
    int end(String text, int start) {
        char c = text.charAt(start);
        boolean fits = first.isEmpty() ? isAsciiWord(c) && !isWordBefore(text, start) : first.indexOf(c) >= 0;
        if (!fits) {
            return -1;
        }
        Matcher matcher = pattern.matcher(text)
                .region(start, text.length())
                .useTransparentBounds(true)
                .useAnchoringBounds(false);
        return matcher.lookingAt() ? matcher.end() : -1;
    }

    private static boolean isAsciiWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static boolean isWordBefore(String text, int start) {
        return start > 0
                && (Character.isLetterOrDigit(text.charAt(start - 1))
                        || text.charAt(start - 1) == '_'
                        || text.charAt(start - 1) == '-'
                        || text.charAt(start - 1) == '.');
    }
}
