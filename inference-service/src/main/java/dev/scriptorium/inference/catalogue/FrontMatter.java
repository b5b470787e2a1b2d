package dev.scriptorium.inference.catalogue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The metadata block at the head of a model card ({@code README.md}). Of YAML it knows what such blocks use: one scalar or
 * one list for each key at the left margin. What is nested deeper is passed over.
 *
 * @see <a href="https://huggingface.co/docs/hub/model-cards#model-card-metadata">Model card metadata</a>
 */
record FrontMatter(Map<String, List<String>> values) {

    private static final String FENCE = "---";

    static FrontMatter parse(List<String> lines) {
        Map<String, List<String>> values = new HashMap<>();
        if (lines.isEmpty() || !lines.getFirst().strip().equals(FENCE)) {
            return new FrontMatter(values);
        }
        List<String> current = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            if (line.strip().equals(FENCE)) {
                break;
            }
            int colon = line.indexOf(':');
            if (line.startsWith("- ") || line.startsWith("  - ")) {
                current.add(unquoted(line.strip().substring(2)));
            } else if (colon > 0 && Character.isLetter(line.charAt(0))) {
                current = items(line.substring(colon + 1).strip());
                values.put(line.substring(0, colon).strip(), current);
            }
        }
        return new FrontMatter(values);
    }

    List<String> list(String key) {
        return values.getOrDefault(key, List.of());
    }

    Optional<String> scalar(String key) {
        return list(key).stream().findFirst();
    }

    private static List<String> items(String value) {
        List<String> items = new ArrayList<>();
        String inner = value.startsWith("[") && value.endsWith("]") ? value.substring(1, value.length() - 1) : value;
        for (String item : value.equals(inner) ? new String[] {value} : inner.split(",")) {
            if (!item.isBlank()) {
                items.add(unquoted(item));
            }
        }
        return items;
    }

    private static String unquoted(String text) {
        String stripped = text.strip();
        boolean quoted = stripped.length() > 1
                && (stripped.startsWith("\"") && stripped.endsWith("\"")
                        || stripped.startsWith("'") && stripped.endsWith("'"));
        return quoted ? stripped.substring(1, stripped.length() - 1) : stripped;
    }
}
