package dev.scriptorium.inference.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.engine.AnswerFormat;
import dev.scriptorium.engine.AnswerFormat.JsonObject;
import dev.scriptorium.engine.AnswerFormat.JsonOf;
import dev.scriptorium.engine.AnswerFormat.OneOf;
import java.util.Optional;

/** The form that a request wants its answer in. */
final class RequestedFormat {

    private static final String CHOICE = "guided_choice";
    private static final String FORMAT = "response_format";

    private RequestedFormat() {}

    /** Empty for a text of any form. */
    static Optional<AnswerFormat> read(RequestBody body) {
        Optional<AnswerFormat> format = body.has(CHOICE) ? Optional.of(choice(body)) : responseFormat(body);
        if (format.isPresent() && body.flag("ignore_eos")) {
            throw RequestBody.bad("`ignore_eos` cannot be used with `" + FORMAT + "` or `" + CHOICE + "`");
        }
        return format;
    }

    private static AnswerFormat choice(RequestBody body) {
        if (body.has(FORMAT)) {
            throw RequestBody.bad("`" + CHOICE + "` cannot be used with `" + FORMAT + "`");
        }
        if (!body.get(CHOICE).isArray()) {
            throw RequestBody.bad("`" + CHOICE + "` must be a list of texts");
        }
        return new OneOf(body.texts(CHOICE, Integer.MAX_VALUE));
    }

    private static Optional<AnswerFormat> responseFormat(RequestBody body) {
        if (!body.has(FORMAT)) {
            return Optional.empty();
        }
        JsonNode format = body.get(FORMAT);
        if (!format.isObject()) {
            throw RequestBody.bad("`" + FORMAT + "` must be an object with a `type`");
        }
        String type = format.path("type").asText();
        return switch (type) {
            case "text" -> Optional.empty();
            case "json_object" -> Optional.of(new JsonObject());
            case "json_schema" -> {
                JsonNode schema = format.path("json_schema").path("schema");
                if (schema.isMissingNode()) {
                    throw RequestBody.bad("`" + FORMAT + ".json_schema.schema` is missing");
                }
                yield Optional.of(new JsonOf(schema));
            }
            default ->
                throw RequestBody.bad(
                        "`" + FORMAT + ".type` must be text, json_object or json_schema but is `" + type + "`");
        };
    }
}
