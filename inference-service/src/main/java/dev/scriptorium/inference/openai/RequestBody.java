package dev.scriptorium.inference.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a request, checked as they are read. A null is as good as a field that is left out. */
record RequestBody(JsonNode json) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static RequestBody of(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (!(json instanceof ObjectNode)) {
                throw bad("The body must be a JSON object");
            }
            return new RequestBody(json);
        } catch (JsonProcessingException e) {
            throw new FailureException(FailureCode.BAD_REQUEST, "The body is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new FailureException(FailureCode.BAD_REQUEST, "The body cannot be read", e);
        }
    }

    static FailureException bad(String reason) {
        return new FailureException(FailureCode.BAD_REQUEST, reason);
    }

    boolean has(String key) {
        return json.hasNonNull(key);
    }

    JsonNode get(String key) {
        return json.path(key);
    }

    String text(String key) {
        if (!json.path(key).isTextual()) {
            throw bad("`" + key + "` must be a text");
        }
        return json.path(key).asText();
    }

    boolean flag(String key) {
        if (has(key) && !json.path(key).isBoolean()) {
            throw bad("`" + key + "` must be true or false");
        }
        return json.path(key).asBoolean();
    }

    int whole(String key, int otherwise, int least, int most) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = json.path(key);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < least || value.asLong() > most) {
            throw bad("`" + key + "` must be a whole number from " + least + " to " + most);
        }
        return value.asInt();
    }

    double number(String key, double otherwise, double least, double most) {
        if (!has(key)) {
            return otherwise;
        }
        double value = json.path(key).asDouble();
        if (!json.path(key).isNumber() || !(value >= least && value <= most)) {
            throw bad("`" + key + "` must be a number from " + shown(least) + " to " + shown(most));
        }
        return value;
    }

    private static String shown(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /** Fails where a field asks for something that is not done here, rather than answer without it. */
    void refuse(String key, boolean asked) {
        if (has(key) && asked) {
            throw bad("`" + key + "` is not supported");
        }
    }

    /** One text or a list of them. */
    List<String> texts(String key, int most) {
        List<String> texts = new ArrayList<>();
        JsonNode value = json.path(key);
        if (has(key)) {
            for (JsonNode element : value.isArray() ? value : List.of(value)) {
                if (!element.isTextual()) {
                    throw bad("`" + key + "` must be a text or a list of texts");
                }
                texts.add(element.asText());
            }
        }
        if (texts.size() > most) {
            throw bad("`" + key + "` has " + texts.size() + " texts; at most " + most + " are taken");
        }
        return texts;
    }

    /** A list of whole numbers, each an int. */
    static int[] ids(JsonNode list) {
        int[] ids = new int[list.size()];
        for (int i = 0; i < ids.length; i++) {
            if (!list.get(i).isInt()) {
                throw bad("A prompt of tokens must be a list of whole numbers");
            }
            ids[i] = list.get(i).asInt();
        }
        return ids;
    }

    /** A value as plain Java: null, booleans, longs, doubles, texts, lists and maps. */
    static @Nullable Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case BOOLEAN -> node.asBoolean();
            case NUMBER -> node.isIntegralNumber() ? (Object) node.asLong() : (Object) node.asDouble();
            case STRING -> node.asText();
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                node.forEach(element -> list.add(plain(element)));
                yield list;
            }
            case OBJECT -> map(node);
            default -> null;
        };
    }

    static Map<String, @Nullable Object> map(JsonNode object) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        object.properties().forEach(field -> map.put(field.getKey(), plain(field.getValue())));
        return map;
    }
}
