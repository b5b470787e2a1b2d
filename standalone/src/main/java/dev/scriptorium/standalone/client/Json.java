package dev.scriptorium.standalone.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.ArrayList;
import java.util.List;

/** JSON of the API as records. Members that a record does not name are left out, so that an API with more of them can be read. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .configure(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, false);

    private Json() {}

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ApiException("The answer is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    static <T> T read(JsonNode node, Class<T> type) {
        try {
            return MAPPER.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            throw new ApiException(
                    "The answer has another form than expected (" + type.getSimpleName() + "): "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    static <T> List<T> readAll(JsonNode array, Class<T> type) {
        List<T> all = new ArrayList<>();
        array.forEach(node -> all.add(read(node, type)));
        return all;
    }

    /** A record as JSON, by the names of its components. */
    public static JsonNode of(Object value) {
        return MAPPER.valueToTree(value);
    }
}
