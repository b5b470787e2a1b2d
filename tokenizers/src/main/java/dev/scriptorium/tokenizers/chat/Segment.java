package dev.scriptorium.tokenizers.chat;

import java.util.ArrayList;
import java.util.List;

/** A piece of a template's source: text, what is printed, or a statement. */
record Segment(Kind kind, String content) {

    enum Kind {
        TEXT,
        PRINTED,
        STATEMENT
    }

    /** Where white space around tags is dropped as with Jinja's {@code trim_blocks} and {@code lstrip_blocks}. */
    static List<Segment> split(String template) {
        String source = template.replace("\r\n", "\n").replace('\r', '\n');
        if (source.endsWith("\n")) {
            source = source.substring(0, source.length() - 1);
        }
        List<Segment> segments = new ArrayList<>();
        int at = 0;
        boolean lineStarts = true;
        boolean dropsLeading = false;
        while (true) {
            int open = nextTag(source, at);
            String text = source.substring(at, open < 0 ? source.length() : open);
            if (dropsLeading) {
                text = text.stripLeading();
            }
            if (open < 0) {
                add(segments, Kind.TEXT, text);
                return segments;
            }
            char sort = source.charAt(open + 1);
            int begin = open + 2;
            char sign = begin < source.length() ? source.charAt(begin) : ' ';
            if (sign == '-') {
                text = text.stripTrailing();
            } else if (sign != '+' && sort != '{') {
                text = withoutIndent(text, lineStarts);
            }
            add(segments, Kind.TEXT, text);
            begin += sign == '-' || sign == '+' ? 1 : 0;
            int close = close(source, begin, sort);
            char endSign = source.charAt(close - 1);
            boolean signed = close > begin && (endSign == '-' || endSign == '+');
            String content = source.substring(begin, signed ? close - 1 : close);
            if (sort == '{') {
                segments.add(new Segment(Kind.PRINTED, content));
            } else if (sort == '%') {
                segments.add(new Segment(Kind.STATEMENT, content));
            }
            at = close + 2;
            dropsLeading = signed && endSign == '-';
            lineStarts = false;
            if (sort != '{' && !signed && at < source.length() && source.charAt(at) == '\n') {
                at++;
                lineStarts = true;
            }
        }
    }

    private static void add(List<Segment> segments, Kind kind, String content) {
        if (!content.isEmpty()) {
            segments.add(new Segment(kind, content));
        }
    }

    private static int nextTag(String source, int from) {
        for (int open = source.indexOf('{', from); open >= 0 && open + 1 < source.length(); ) {
            char next = source.charAt(open + 1);
            if (next == '{' || next == '%' || next == '#') {
                return open;
            }
            open = source.indexOf('{', open + 1);
        }
        return -1;
    }

    /** Drops the white space between the last line break and the end, where there is nothing else. */
    private static String withoutIndent(String text, boolean lineStarts) {
        int line = text.lastIndexOf('\n') + 1;
        boolean starts = line > 0 || lineStarts;
        return starts && text.substring(line).isBlank() ? text.substring(0, line) : text;
    }

    /** Where a tag ends; quotes and braces inside it are passed over. */
    private static int close(String source, int from, char sort) {
        char closing = sort == '{' ? '}' : sort;
        int depth = 0;
        char quote = 0;
        for (int i = from; i + 1 < source.length(); i++) {
            char c = source.charAt(i);
            if (sort == '#') {
                if (c == '#' && source.charAt(i + 1) == '}') {
                    return i;
                }
            } else if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (depth == 0 && c == closing && source.charAt(i + 1) == '}') {
                return i;
            } else if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
            }
        }
        throw new TemplateException("a tag is not closed: "
                + source.substring(from, Math.min(source.length(), from + 40)).strip());
    }
}
