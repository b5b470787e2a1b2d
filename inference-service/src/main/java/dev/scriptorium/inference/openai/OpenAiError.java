package dev.scriptorium.inference.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.core.failure.FailureException;
import java.util.Locale;

/**
 * A failure as OpenAI's API tells it.
 *
 * @param type what clients tell apart
 * @param code ours in lower case, but for the two that clients know
 */
record OpenAiError(int status, String type, String code, String message) {

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    static OpenAiError of(FailureException failure) {
        String code = failure.code().name().toLowerCase(Locale.ROOT);
        return switch (failure.code()) {
            case MODEL_UNKNOWN ->
                new OpenAiError(NOT_FOUND, "invalid_request_error", "model_not_found", failure.reason());
            case INPUT_TOO_LONG ->
                new OpenAiError(BAD_REQUEST, "invalid_request_error", "context_length_exceeded", failure.reason());
            default -> {
                int status = failure.code().httpStatus();
                boolean server = status >= 500;
                // What a user can mend is one status there.
                int told = status == 422 ? BAD_REQUEST : status;
                yield new OpenAiError(told, server ? "server_error" : "invalid_request_error", code, failure.reason());
            }
        };
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("error")
                .put("message", message)
                .put("type", type)
                .putNull("param")
                .put("code", code);
        return json;
    }
}
