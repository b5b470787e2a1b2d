package dev.scriptorium.ingest.facade;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.ingest.api.JsonBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a request, from JSON or a form, checked as they are read. A null is as good as a field that is left out, and
 * fields that no one asks for are passed over.
 *
 * @param json an object; of a form, its members are texts, or arrays of texts where a name is there several times
 */
public record RequestFields(JsonNode json) {

    public RequestFields {
        if (!json.isObject()) {
            throw JsonBody.bad("The JSON must be an object.");
        }
    }

    public boolean has(String name) {
        return json.hasNonNull(name);
    }

    /** Whether the field is a list, rather than one text. */
    public boolean isList(String name) {
        return json.path(name).isArray();
    }

    public Optional<String> text(String name) {
        return has(name) ? Optional.of(text(name, json.path(name))) : Optional.empty();
    }

    public String required(String name) {
        return text(name).orElseThrow(() -> JsonBody.bad(name + " is missing."));
    }

    /** One text or a list of them; at least one. */
    public List<String> texts(String name) {
        if (!has(name)) {
            throw JsonBody.bad(name + " is missing.");
        }
        if (!isList(name)) {
            return List.of(required(name));
        }
        List<String> texts = new ArrayList<>();
        json.path(name).forEach(element -> texts.add(text(name + "[" + texts.size() + "]", element)));
        if (texts.isEmpty()) {
            throw JsonBody.bad(name + " must have at least one text.");
        }
        return texts;
    }

    /** One of these values, in any case; the first one where it is left out. */
    public String oneOf(String name, List<String> values) {
        String value = text(name).orElse(values.getFirst());
        return values.stream()
                .filter(value::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> JsonBody.bad(name + " must be one of " + String.join(", ", values) + "."));
    }

    private static String text(String name, JsonNode value) {
        if (!value.isTextual()) {
            throw JsonBody.bad(name + " must be a text.");
        }
        return JsonBody.unicode(value.asText());
    }
}
