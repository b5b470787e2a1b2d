package dev.scriptorium.inference.openai;

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
import java.util.Optional;

/**
 * Answers of {@code /completions}.
 *
 * @param echo whether the prompt stands before the answer
 */
record CompletionForm(CausalModel model, CompletionRequest request, boolean echo) implements AnswerForm {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_LIKELIEST = 5;

    /** OpenAI's own default. */
    private static final int USUAL_TOKENS = 16;

    static CompletionForm read(RequestBody body, CausalModel model, InferenceConfig.Continuation limits) {
        body.refuse("suffix", !body.get("suffix").asText().isEmpty());
        int choices = body.whole("n", 1, 1, limits.answers());
        body.refuse("best_of", body.get("best_of").asInt(choices) != choices);
        boolean echo = body.flag("echo");
        boolean stream = body.flag("stream");
        int likeliest = body.whole("logprobs", -1, 0, MOST_LIKELIEST);
        if (echo && stream) {
            throw RequestBody.bad("`echo` is not supported with `stream`");
        }
        List<int[]> prompts = prompts(body.get("prompt"), model);
        if (prompts.size() * choices > limits.answers()) {
            throw RequestBody.bad(prompts.size() + " prompts with " + choices + " answers each; at most "
                    + limits.answers() + " answers are given to one request");
        }
        var settings = CompletionRequest.settings(body, model, likeliest, limits);
        if (!body.has("max_tokens")) {
            settings = settings.withMaxNewTokens(USUAL_TOKENS);
        }
        return new CompletionForm(
                model,
                new CompletionRequest(
                        body.text("model"),
                        prompts,
                        choices,
                        stream,
                        CompletionRequest.usageInStream(body),
                        settings,
                        echo && likeliest >= 0),
                echo);
    }

    /** A text, several, a list of ids, or several of those. */
    private static List<int[]> prompts(JsonNode prompt, CausalModel model) {
        if (prompt.isTextual()) {
            return List.of(model.encode(prompt.asText()));
        }
        if (!prompt.isArray() || prompt.isEmpty()) {
            throw RequestBody.bad("`prompt` must be a text, a list of texts, or a list of tokens");
        }
        if (prompt.get(0).isNumber()) {
            return List.of(RequestBody.ids(prompt));
        }
        List<int[]> prompts = new ArrayList<>();
        for (JsonNode one : prompt) {
            if (!one.isTextual() && !one.isArray()) {
                throw RequestBody.bad("`prompt` must be a text, a list of texts, or a list of tokens");
            }
            prompts.add(one.isTextual() ? model.encode(one.asText()) : RequestBody.ids(one));
        }
        return prompts;
    }

    @Override
    public ObjectNode choice(int index, List<CausalOutput> outputs) {
        int[] prompt = request.prompts().get(index / request.choices());
        String before = echo ? model.decode(prompt) : "";
        ObjectNode choice =
                JSON.objectNode().put("text", before + AnswerForm.text(outputs)).put("index", index);
        if (request.settings().logProbabilities() < 0) {
            choice.putNull("logprobs");
        } else {
            Scores scores = new Scores(choice.putObject("logprobs"), model);
            if (echo) {
                scores.addPrompt(prompt, outputs.getFirst().promptScores());
            }
            outputs.forEach(scores::add);
        }
        return choice.put("finish_reason", AnswerForm.finish(outputs.getLast()));
    }

    @Override
    public Optional<ObjectNode> begin(int index) {
        return Optional.empty();
    }

    @Override
    public ObjectNode piece(int index, CausalOutput output) {
        ObjectNode choice = JSON.objectNode().put("text", output.text()).put("index", index);
        if (request.settings().logProbabilities() < 0) {
            choice.putNull("logprobs");
        } else {
            new Scores(choice.putObject("logprobs"), model).add(output);
        }
        return output.finish() == null
                ? choice.putNull("finish_reason")
                : choice.put("finish_reason", AnswerForm.finish(output));
    }

    /** Log-probabilities of tokens one after the other. */
    private static final class Scores {

        private final CausalModel model;
        private final ArrayNode tokens;
        private final ArrayNode scores;
        private final ArrayNode likeliest;
        private final ArrayNode offsets;
        private int offset;

        Scores(ObjectNode json, CausalModel model) {
            this.model = model;
            this.tokens = json.putArray("tokens");
            this.scores = json.putArray("token_logprobs");
            this.likeliest = json.putArray("top_logprobs");
            this.offsets = json.putArray("text_offset");
        }

        /** The first token has no score: nothing stands before it. */
        void addPrompt(int[] prompt, float[] promptScores) {
            for (int i = 0; i < prompt.length; i++) {
                token(prompt[i]);
                if (i == 0) {
                    scores.addNull();
                } else {
                    scores.add(promptScores[i - 1]);
                }
                likeliest.addNull();
            }
        }

        void add(CausalOutput output) {
            token(output.token());
            scores.add(output.logProbability());
            ObjectNode others = likeliest.addObject();
            for (ScoredToken other : output.likeliest()) {
                others.put(model.token(other.token()), other.logProbability());
            }
        }

        private void token(int id) {
            String text = model.token(id);
            tokens.add(text);
            offsets.add(offset);
            offset += text.length();
        }
    }

    @Override
    public String object() {
        return "text_completion";
    }

    @Override
    public String pieceObject() {
        return "text_completion";
    }

    @Override
    public String idPrefix() {
        return "cmpl-";
    }
}
