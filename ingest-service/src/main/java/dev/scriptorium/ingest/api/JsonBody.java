package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what clients send, strictly: a misspelt key would silently leave out what was wanted. Says where it stands, never
 * what was sent.
 */
final class JsonBody {

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private JsonBody() {}

    static <T> T read(@Nullable String json, Class<T> type) {
        if (json == null) {
            throw bad("The part tasks is missing.");
        }
        return read(() -> STRICT.createParser(json), type);
    }

    static <T> T read(InputStream json, Class<T> type) {
        return read(() -> STRICT.createParser(json), type);
    }

    private static <T> T read(Source source, Class<T> type) {
        try (JsonParser parser = source.open()) {
            T value = STRICT.readValue(parser, type);
            if (value == null) {
                throw bad("The JSON is null.");
            }
            return value;
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof FailureException failure) {
                throw failure;
            }
            String path = e.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : name(step.getFieldName()))
                    .collect(Collectors.joining("."));
            throw bad("The JSON does not have the required form" + at(path) + ".");
        } catch (JsonProcessingException e) {
            throw bad("The JSON cannot be read: line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ".");
        } catch (IOException e) {
            throw bad("The request ended before its JSON did.");
        }
    }

    private static String at(String path) {
        return path.isEmpty() ? "" : " at " + path;
    }

    private static String name(String field) {
        return field.matches("[A-Za-z0-9_]{1,40}") ? field : "?";
    }

    static FailureException bad(String reason) {
        return new FailureException(FailureCode.BAD_REQUEST, reason);
    }

    @FunctionalInterface
    private interface Source {
        JsonParser open() throws IOException;
    }
}
