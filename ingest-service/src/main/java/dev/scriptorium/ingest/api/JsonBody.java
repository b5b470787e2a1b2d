package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.ingest.IngestConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that clients send, strictly: a misspelt member would silently leave out what was asked for. A failure says
 * where the JSON is wrong, never what was sent. Depth and lengths are checked while reading. Thread-safe.
 */
@Singleton
public class JsonBody {

    private static final int MAX_NAME = 200;
    private static final int MAX_NUMBER = 100;

    private final int depth;
    private final int maxString;
    private final ObjectMapper strict;

    JsonBody(IngestConfig config) {
        this.depth = config.limits().jsonDepth();
        this.maxString = config.limits().jsonText();
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depth)
                        .maxStringLength(maxString)
                        .maxNameLength(MAX_NAME)
                        .maxNumberLength(MAX_NUMBER)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        this.strict = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .addModule(new SimpleModule().addDeserializer(String.class, new UnicodeString()))
                .build();
    }

    /** The whole body as one value. */
    public <T> T read(InputStream json, Class<T> type) {
        return stream(json, parser -> {
            T value = value(parser, type);
            if (parser.nextToken() != null) {
                throw bad("The JSON must be one value; something follows it" + at(parser) + ".");
            }
            return value;
        });
    }

    /** The value at which the parser stands. */
    <T> T value(JsonParser parser, Class<T> type) throws IOException {
        T value = strict.readValue(parser, type);
        if (value == null) {
            throw bad("The JSON must be an object, not null.");
        }
        return value;
    }

    /** As {@link #value(JsonParser, Class)}; the value may have so many characters. */
    <T> T value(JsonParser parser, Class<T> type, String name, DataSize most) throws IOException {
        // The parser stands behind the first character.
        long end = parser.currentLocation().getCharOffset() - 1 + most.toBytes();
        return value(
                new JsonParserDelegate(parser) {
                    @Override
                    public JsonToken nextToken() throws IOException {
                        JsonToken token = delegate.nextToken();
                        if (delegate.currentLocation().getCharOffset() > end) {
                            throw new FailureException(
                                    FailureCode.REQUEST_TOO_LARGE, name + " may have at most " + most + ".");
                        }
                        return token;
                    }
                },
                type);
    }

    /** Hands a parser to the reader, standing at the first token, and translates what fails. */
    <T> T stream(InputStream json, Reading<T> reading) {
        var utf8 = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try (JsonParser parser = strict.createParser(new InputStreamReader(json, utf8))) {
            if (parser.nextToken() == null) {
                throw bad("The request has no JSON.");
            }
            return reading.read(parser);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private FailureException failure(IOException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case FailureException failure -> {
                    return failure;
                }
                case CharacterCodingException coding -> {
                    return bad("The JSON must be UTF-8.");
                }
                case StreamConstraintsException constraint -> {
                    return overConstraint(constraint);
                }
                default -> {}
            }
        }
        return switch (thrown) {
            case UnrecognizedPropertyException unknown ->
                bad("Unknown member " + path(unknown) + "; known are " + names(unknown.getKnownPropertyIds()) + ".");
            case MismatchedInputException mismatch
            when !(mismatch.getCause() instanceof JacksonException) ->
                bad(path(mismatch) + " must be " + form(mismatch.getTargetType()) + ".");
            case JsonMappingException other
            when other.getCause() instanceof JacksonException syntax -> malformed(syntax);
            case JacksonException syntax -> malformed(syntax);
            default -> bad("The request ended before its JSON did.");
        };
    }

    private static FailureException malformed(JacksonException syntax) {
        return bad("The JSON is malformed or repeats a member"
                + (syntax.getLocation() == null
                        ? ""
                        : ": line " + syntax.getLocation().getLineNr() + ", column "
                                + syntax.getLocation().getColumnNr())
                + ".");
    }

    private FailureException overConstraint(StreamConstraintsException constraint) {
        String message = String.valueOf(constraint.getOriginalMessage());
        if (message.contains("nesting depth")) {
            return bad("The JSON must not be nested deeper than " + depth + ".");
        }
        if (message.startsWith("String value")) {
            return new FailureException(
                    FailureCode.REQUEST_TOO_LARGE,
                    "A text in JSON may have at most " + maxString
                            + " characters; send a longer document as a file, in a multipart request.");
        }
        return bad("A name or a number of the JSON is too long.");
    }

    static String at(JsonParser parser) {
        var location = parser.currentLocation();
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String path(JsonMappingException thrown) {
        String path = thrown.getPath().stream()
                .map(step ->
                        step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + name(step.getFieldName()))
                .collect(Collectors.joining());
        return path.isEmpty() ? "The JSON" : path.startsWith(".") ? path.substring(1) : path;
    }

    private static String names(@Nullable Collection<Object> known) {
        return known == null
                ? "none"
                : known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    /** A member's name for a message: what a client sent is not repeated where it is no plain name. */
    static String name(String field) {
        return field.matches("[A-Za-z0-9_-]{1,40}") ? field : "?";
    }

    private static String form(@Nullable Class<?> type) {
        if (type == null) {
            return "of another form";
        }
        if (type == String.class) {
            return "a string";
        }
        if (type == Integer.class || type == int.class) {
            return "an integer";
        }
        if (type.isEnum()) {
            return "one of its named values";
        }
        return List.class.isAssignableFrom(type) ? "an array" : "an object";
    }

    public static FailureException bad(String reason) {
        return new FailureException(FailureCode.BAD_REQUEST, reason);
    }

    /** Fails on half of a surrogate pair, which no text in UTF-8 can hold. */
    public static String unicode(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw bad("A text must be valid Unicode; this one has an unpaired surrogate.");
        }
        return text;
    }

    /** Reads from a parser that stands at the first token. */
    @FunctionalInterface
    interface Reading<T> {
        T read(JsonParser parser) throws IOException;
    }

    private static final class UnicodeString extends StdScalarDeserializer<String> {

        private static final long serialVersionUID = 1;

        UnicodeString() {
            super(String.class);
        }

        @Override
        public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasTokenId(com.fasterxml.jackson.core.JsonTokenId.ID_STRING)) {
                return (String) context.handleUnexpectedToken(String.class, parser);
            }
            return unicode(parser.getText());
        }
    }
}
