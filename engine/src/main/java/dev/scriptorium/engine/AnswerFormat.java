package dev.scriptorium.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a whole answer must be. */
public sealed interface AnswerFormat {

    /** One of some texts, none of which is empty. */
    record OneOf(List<String> texts) implements AnswerFormat {

        public OneOf {
            texts = List.copyOf(texts);
        }
    }

    /** JSON that a JSON schema admits. docs/api.md says which keywords are known. */
    record JsonOf(JsonNode schema) implements AnswerFormat {}

    /** Any JSON object. */
    record JsonObject() implements AnswerFormat {}
}
