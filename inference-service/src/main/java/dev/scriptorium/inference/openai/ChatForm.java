package dev.scriptorium.inference.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.engine.CausalModel;
import dev.scriptorium.engine.CausalOutput;
import dev.scriptorium.engine.CausalOutput.ScoredToken;
import dev.scriptorium.inference.InferenceConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers of {@code /chat/completions}. */
record ChatForm(CausalModel model, boolean logProbabilities) implements AnswerForm {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_LIKELIEST = 20;

    static CompletionRequest read(RequestBody body, CausalModel model, InferenceConfig.Continuation limits) {
        body.refuse("tools", !body.get("tools").isEmpty());
        body.refuse("functions", !body.get("functions").isEmpty());
        body.refuse("audio", true);
        body.refuse(
                "modalities", !body.get("modalities").equals(JSON.arrayNode().add("text")));
        boolean scored = body.flag("logprobs");
        int likeliest = body.whole("top_logprobs", 0, 0, MOST_LIKELIEST);
        if (likeliest > 0 && !scored) {
            throw RequestBody.bad("`top_logprobs` needs `logprobs`");
        }
        List<Map<String, @Nullable Object>> messages = messages(body.get("messages"));
        JsonNode variables = body.get("chat_template_kwargs");
        if (body.has("chat_template_kwargs") && !variables.isObject()) {
            throw RequestBody.bad("`chat_template_kwargs` must be an object");
        }
        return new CompletionRequest(
                body.text("model"),
                List.of(model.encodeChat(messages, RequestBody.map(variables))),
                body.whole("n", 1, 1, limits.answers()),
                body.flag("stream"),
                CompletionRequest.usageInStream(body),
                CompletionRequest.settings(body, model, scored ? likeliest : -1, limits),
                false);
    }

    private static List<Map<String, @Nullable Object>> messages(JsonNode list) {
        if (!list.isArray() || list.isEmpty()) {
            throw RequestBody.bad("`messages` must be a list of at least one message");
        }
        List<Map<String, @Nullable Object>> messages = new ArrayList<>();
        for (JsonNode message : list) {
            if (!message.path("role").isTextual()) {
                throw RequestBody.bad("A message has no `role`");
            }
            Map<String, @Nullable Object> plain = RequestBody.map(message);
            plain.put("content", content(message.path("content")));
            if (message.path("role").asText().equals("developer")) {
                plain.put("role", "system");
            }
            if (!message.path("tool_calls").isEmpty()) {
                throw RequestBody.bad("`tool_calls` is not supported");
            }
            messages.add(plain);
        }
        return messages;
    }

    /** A text, or the texts of its parts together. */
    private static String content(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        if (!content.isArray()) {
            throw RequestBody.bad("The `content` of a message must be a text or a list of texts");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
                throw RequestBody.bad(
                        "Content of the type `" + part.path("type").asText() + "` is not supported");
            }
            text.append(part.path("text").asText());
        }
        return text.toString();
    }

    @Override
    public ObjectNode choice(int index, List<CausalOutput> outputs) {
        ObjectNode choice = JSON.objectNode().put("index", index);
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", AnswerForm.text(outputs))
                .putNull("refusal");
        setScores(choice, outputs);
        return choice.put("finish_reason", AnswerForm.finish(outputs.getLast()));
    }

    @Override
    public Optional<ObjectNode> begin(int index) {
        ObjectNode choice = JSON.objectNode().put("index", index);
        choice.putObject("delta").put("role", "assistant").put("content", "");
        return Optional.of(choice.putNull("logprobs").putNull("finish_reason"));
    }

    @Override
    public ObjectNode piece(int index, CausalOutput output) {
        ObjectNode choice = JSON.objectNode().put("index", index);
        choice.putObject("delta").put("content", output.text());
        setScores(choice, List.of(output));
        return output.finish() == null
                ? choice.putNull("finish_reason")
                : choice.put("finish_reason", AnswerForm.finish(output));
    }

    private void setScores(ObjectNode choice, List<CausalOutput> outputs) {
        if (!logProbabilities) {
            choice.putNull("logprobs");
            return;
        }
        ArrayNode content = choice.putObject("logprobs").putArray("content");
        for (CausalOutput output : outputs) {
            ObjectNode token = scored(output.token(), output.logProbability());
            ArrayNode likeliest = token.putArray("top_logprobs");
            for (ScoredToken other : output.likeliest()) {
                likeliest.add(scored(other.token(), other.logProbability()));
            }
            content.add(token);
        }
    }

    private ObjectNode scored(int id, float logProbability) {
        String text = model.token(id);
        ObjectNode token = JSON.objectNode().put("token", text).put("logprob", logProbability);
        ArrayNode bytes = token.putArray("bytes");
        for (byte value : text.getBytes(UTF_8)) {
            bytes.add(value & 0xFF);
        }
        return token;
    }

    @Override
    public String object() {
        return "chat.completion";
    }

    @Override
    public String pieceObject() {
        return "chat.completion.chunk";
    }

    @Override
    public String idPrefix() {
        return "chatcmpl-";
    }
}
