package dev.scriptorium.tokenizers.chat;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as JSON, as Python's {@code json.dumps} writes them. */
record JsonText(@Nullable String indent, String comma, String colon) {

    static JsonText of(@Nullable Object indent) {
        return indent == null
                ? new JsonText(null, ", ", ": ")
                : new JsonText(
                        indent instanceof String text ? text : " ".repeat(Math.clamp(Values.whole(indent), 0, 100)),
                        ",",
                        ": ");
    }

    String of(@Nullable Object value, int depth) {
        StringBuilder json = new StringBuilder();
        write(value, depth, json);
        return json.toString();
    }

    private void write(@Nullable Object value, int depth, StringBuilder json) {
        Values.requireLength(json.length());
        switch (value) {
            case null -> json.append("null");
            case Boolean flag -> json.append(flag);
            case Long number -> json.append(number);
            case Double number -> json.append(Values.text(number));
            case String text -> quote(text, json);
            case List<?> list -> {
                json.append('[');
                for (Iterator<?> elements = list.iterator(); elements.hasNext(); ) {
                    line(depth + 1, json);
                    write(elements.next(), depth + 1, json);
                    json.append(elements.hasNext() ? comma : "");
                }
                end(list.isEmpty(), depth, ']', json);
            }
            case Map<?, ?> map -> {
                json.append('{');
                for (Iterator<? extends Map.Entry<?, ?>> entries =
                                map.entrySet().iterator();
                        entries.hasNext(); ) {
                    Map.Entry<?, ?> entry = entries.next();
                    line(depth + 1, json);
                    quote(Values.text(entry.getKey()), json);
                    json.append(colon);
                    write(entry.getValue(), depth + 1, json);
                    json.append(entries.hasNext() ? comma : "");
                }
                end(map.isEmpty(), depth, '}', json);
            }
            default -> throw new TemplateException(Values.kind(value) + " has no form in JSON");
        }
    }

    private void line(int depth, StringBuilder json) {
        if (indent != null) {
            json.append('\n').append(indent.repeat(depth));
        }
    }

    private void end(boolean empty, int depth, char close, StringBuilder json) {
        if (!empty) {
            line(depth, json);
        }
        json.append(close);
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                default -> json.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        json.append('"');
    }
}
