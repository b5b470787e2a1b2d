package dev.scriptorium.inference.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.engine.TestModels;
import dev.scriptorium.inference.TinyModels;
import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(TinyModels.class)
class OpenAiApiIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TestHTTPResource("/openai/v1")
    URI root;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void listsTheModelsThatItServes() throws Exception {
        JsonNode models = get("/models");

        assertThat(models.path("object").asText()).isEqualTo("list");
        assertThat(models.path("data").findValuesAsText("id"))
                .contains("stories260k", "tiny-qwen2", "tiny-embedding")
                .doesNotContain("tiny-marian", "tiny-classifier");
        JsonNode one = get("/models/stories260k");
        assertThat(one.path("object").asText()).isEqualTo("model");
        assertThat(one.path("created").isIntegralNumber()).isTrue();
        assertThat(get("/models/none").path("error").path("code").asText()).isEqualTo("model_not_found");
        assertThat(get("/models/tiny-marian").path("error").path("code").asText())
                .isEqualTo("model_not_found");
    }

    @Test
    void completesAText() throws Exception {
        JsonNode expected = TestModels.expected("stories260k").path("prompts").path(0);

        JsonNode answer = post("/completions", """
                {"model": "stories260k", "prompt": "Once upon a time", "max_tokens": 60, "temperature": 0}""");

        assertThat(answer.path("object").asText()).isEqualTo("text_completion");
        JsonNode choice = answer.path("choices").path(0);
        assertThat(choice.path("text").asText())
                .isEqualTo(expected.path("continuation").asText());
        assertThat(choice.path("finish_reason").asText()).isEqualTo("length");
        assertThat(answer.path("usage").path("prompt_tokens").asInt())
                .isEqualTo(expected.path("ids").size());
        assertThat(answer.path("usage").path("completion_tokens").asInt()).isEqualTo(60);
    }

    @Test
    void repeatsThePromptWithItsScores() throws Exception {
        JsonNode expected = TestModels.expected("stories260k").path("prompts").path(0);
        String prompt = "Once upon a time" + expected.path("continuation").asText();

        JsonNode choice = post(
                        "/completions",
                        JSON.createObjectNode()
                                .put("model", "stories260k")
                                .put("prompt", prompt)
                                .put("max_tokens", 1)
                                .put("echo", true)
                                .put("logprobs", 1)
                                .put("temperature", 0)
                                .toString())
                .path("choices")
                .path(0);

        assertThat(choice.path("text").asText()).startsWith(prompt);
        JsonNode scores = choice.path("logprobs").path("token_logprobs");
        int first = expected.path("ids").size();
        assertThat(scores.path(0).isNull()).isTrue();
        assertThat(scores.path(first).asDouble())
                .isCloseTo(expected.path("logProbabilities").path(0).asDouble(), within(1e-3));
        assertThat(choice.path("logprobs").path("tokens").size()).isEqualTo(scores.size());
    }

    @Test
    void answersSeveralPromptsSeveralTimes() throws Exception {
        JsonNode answer = post("/completions", """
                {"model": "stories260k", "prompt": ["Tom had", "Lily had"], "n": 2, "max_tokens": 8, "seed": 3}""");

        assertThat(answer.path("choices").findValuesAsText("index")).containsExactly("0", "1", "2", "3");
        assertThat(answer.path("choices").path(0).path("text").asText())
                .isNotEqualTo(answer.path("choices").path(1).path("text").asText());
        JsonNode again = post("/completions", """
                {"model": "stories260k", "prompt": ["Tom had", "Lily had"], "n": 2, "max_tokens": 8, "seed": 3}""");
        assertThat(again.path("choices")).isEqualTo(answer.path("choices"));
    }

    @Test
    void chats() throws Exception {
        JsonNode answer = post("/chat/completions", """
                {"model": "tiny-qwen2", "messages": [{"role": "developer", "content": "Be brief."},
                 {"role": "user", "content": [{"type": "text", "text": "Hello"}]}],
                 "max_completion_tokens": 5, "temperature": 0, "logprobs": true, "top_logprobs": 2, "user": "u"}""");

        JsonNode choice = answer.path("choices").path(0);
        assertThat(answer.path("object").asText()).isEqualTo("chat.completion");
        assertThat(choice.path("message").path("role").asText()).isEqualTo("assistant");
        assertThat(choice.path("finish_reason").asText()).isEqualTo("length");
        JsonNode scored = choice.path("logprobs").path("content");
        assertThat(scored.size()).isEqualTo(5);
        assertThat(scored.path(0).path("top_logprobs").size()).isEqualTo(2);
        assertThat(scored.path(0).path("top_logprobs").path(0).path("token"))
                .isEqualTo(scored.path(0).path("token"));
    }

    @Test
    void streamsTokenByToken() throws Exception {
        String whole = post("/chat/completions", """
                        {"model": "tiny-qwen2", "messages": [{"role": "user", "content": "Hello"}], "max_tokens": 12,
                         "temperature": 0}""")
                .path("choices")
                .path(0)
                .path("message")
                .path("content")
                .asText();

        List<JsonNode> pieces = stream("/chat/completions", """
                {"model": "tiny-qwen2", "messages": [{"role": "user", "content": "Hello"}], "max_tokens": 12,
                 "temperature": 0, "stream": true, "stream_options": {"include_usage": true}}""");

        assertThat(pieces)
                .allSatisfy(piece -> assertThat(piece.path("object").asText()).isEqualTo("chat.completion.chunk"));
        assertThat(pieces.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(String.join(
                        "",
                        pieces.stream()
                                .map(piece ->
                                        piece.at("/choices/0/delta/content").asText())
                                .toList()))
                .isEqualTo(whole);
        assertThat(pieces.get(pieces.size() - 2).at("/choices/0/finish_reason").asText())
                .isEqualTo("length");
        assertThat(pieces.getLast().path("choices").isEmpty()).isTrue();
        assertThat(pieces.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(12);
    }

    @Test
    void answersInTheFormThatIsAskedFor() throws Exception {
        String format = """
                {"type": "json_schema", "json_schema": {"name": "person", "strict": true, "schema": {"type": "object",
                 "properties": {"name": {"type": "string", "maxLength": 12}, "age": {"type": "integer", "minimum": 0,
                 "maximum": 120}}, "required": ["name", "age"], "additionalProperties": false}}}""";

        JsonNode choice = post("/chat/completions", """
                        {"model": "tiny-qwen2", "messages": [{"role": "user", "content": "Hello"}], "max_tokens": 60,
                         "response_format": """ + format + "}").at("/choices/0");
        JsonNode cut = post("/completions", """
                        {"model": "stories260k", "prompt": "Once", "max_tokens": 4, "response_format": """ + format + "}").at("/choices/0");
        JsonNode object = post("/completions", """
                        {"model": "stories260k", "prompt": "Once", "max_tokens": 40,
                         "response_format": {"type": "json_object"}}""").at("/choices/0");
        String streamed = String.join(
                "",
                stream("/completions", """
                        {"model": "stories260k", "prompt": "Lily was", "guided_choice": ["happy", "très sad"], "stream": true}""").stream()
                        .map(piece -> piece.at("/choices/0/text").asText())
                        .toList());

        assertThat(choice.path("finish_reason").asText()).isEqualTo("stop");
        JsonNode person = JSON.readTree(choice.at("/message/content").asText());
        assertThat(person.path("age").asInt(-1)).isBetween(0, 120);
        assertThat(cut.path("finish_reason").asText()).isEqualTo("length");
        assertThat(object.path("finish_reason").asText()).isEqualTo("stop");
        assertThat(JSON.readTree(object.path("text").asText()).isObject()).isTrue();
        assertThat(streamed).isIn("happy", "très sad");
    }

    @Test
    void passesRequestsOnToTheServerOfARemoteModel() throws Exception {
        String request = """
                {"model": "%s", "prompt": "Once upon a time", "max_tokens": 20, "temperature": 0%s}""";
        JsonNode local = post("/completions", request.formatted("stories260k", ""));

        JsonNode remote = post("/completions", request.formatted("writer", ""));
        List<JsonNode> streamed = stream("/completions", request.formatted("writer", ", \"stream\": true"));
        JsonNode chat = post("/chat/completions", """
                {"model": "chatter", "messages": [{"role": "user", "content": "Hello"}], "max_tokens": 40,
                 "response_format": {"type": "json_object"}}""");

        assertThat(remote.path("model").asText()).isEqualTo("writer");
        assertThat(remote.path("choices")).isEqualTo(local.path("choices"));
        assertThat(remote.path("usage").path("completion_tokens").asInt()).isEqualTo(20);
        assertThat(String.join(
                        "",
                        streamed.stream()
                                .map(piece -> piece.at("/choices/0/text").asText())
                                .toList()))
                .isEqualTo(local.at("/choices/0/text").asText());
        assertThat(streamed).noneMatch(piece -> piece.path("usage").isObject());
        assertThat(JSON.readTree(chat.at("/choices/0/message/content").asText()).isObject())
                .isTrue();
        assertThat(get("/models").path("data").findValuesAsText("id")).contains("writer");
    }

    @Test
    void keepsThirtyTwoStreamsApart() {
        List<String> prompts = List.of("Tom had a", "The sun was", "Mom said", "Once upon a time");
        List<CompletableFuture<String>> answers = IntStream.range(0, 32)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> streamed(prompts.get(i % 4))))
                .toList();
        List<String> texts = answers.stream().map(CompletableFuture::join).toList();

        for (int i = 0; i < 32; i++) {
            assertThat(texts.get(i)).isNotEmpty().isEqualTo(texts.get(i % 4));
        }
        assertThat(texts.subList(0, 4)).doesNotHaveDuplicates();
    }

    private String streamed(String prompt) {
        try {
            return String.join(
                    "",
                    stream(
                                    "/completions",
                                    "{\"model\": \"stories260k\", \"prompt\": \"" + prompt
                                            + "\", \"max_tokens\": 24, \"temperature\": 0, \"stream\": true}")
                            .stream()
                            .map(piece -> piece.at("/choices/0/text").asText())
                            .toList());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void servesOthersWhenAClientHasGone() throws Exception {
        HttpResponse<InputStream> left = client.send(request("/completions", """
                        {"model": "stories260k", "prompt": "Once", "max_tokens": 500, "ignore_eos": true, "stream": true}"""), BodyHandlers.ofInputStream());
        assertThat(left.body().read()).isPositive();
        left.body().close();

        assertThat(post("/completions", "{\"model\": \"stories260k\", \"prompt\": \"Tom\"}")
                        .path("choices")
                        .size())
                .isOne();
    }

    @Test
    void embeds() throws Exception {
        JsonNode numbers =
                post("/embeddings", "{\"model\": \"tiny-embedding\", \"input\": [\"one text\", \"another\"]}");
        assertThat(numbers.path("data").size()).isEqualTo(2);
        JsonNode vector = numbers.path("data").path(1).path("embedding");

        JsonNode packed = post(
                "/embeddings",
                "{\"model\": \"tiny-embedding\", \"input\": \"another\", \"encoding_format\": \"base64\"}");

        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder()
                        .decode(packed.path("data").path(0).path("embedding").asText()))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.remaining()).isEqualTo(4 * vector.size());
        for (JsonNode number : vector) {
            assertThat(bytes.getFloat()).isCloseTo((float) number.asDouble(), within(1e-5f));
        }
        assertThat(numbers.at("/usage/prompt_tokens").asInt()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/chat/completions | {\"model\": \"none\", \"messages\": []} | 404 | model_not_found | none",
                "/chat/completions | {\"model\": \"tiny-marian\", \"messages\": []} | 400 | bad_request | cannot",
                "/chat/completions | {\"model\": \"tiny-qwen2\", \"messages\": []} | 400 | bad_request | at least one",
                "/chat/completions | {\"messages\": []} | 400 | bad_request | model",
                "/chat/completions | [] | 400 | bad_request | JSON object",
                "/chat/completions | {\"model\": | 400 | bad_request | no JSON",
                "/chat/completions | {\"model\": \"tiny-gpt2\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]} | 400 | bad_request | no chat template",
                "/chat/completions | {\"model\": \"tiny-qwen2\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"tools\": [{}]} | 400 | bad_request | tools",
                "/chat/completions | {\"model\": \"tiny-qwen2\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"response_format\": {\"type\": \"xml\"}} | 400 | bad_request | response_format",
                "/chat/completions | {\"model\": \"tiny-qwen2\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"response_format\": {\"type\": \"json_schema\"}} | 400 | bad_request | json_schema.schema",
                "/chat/completions | {\"model\": \"tiny-qwen2\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"schema\": {\"oneOf\": []}}}} | 400 | bad_request | oneOf",
                "/completions | {\"model\": \"stories260k\", \"prompt\": \"x\", \"guided_choice\": \"a\"} | 400 | bad_request | guided_choice",
                "/completions | {\"model\": \"stories260k\", \"prompt\": \"x\", \"guided_choice\": []} | 400 | bad_request | choices",
                "/completions | {\"model\": \"stories260k\", \"prompt\": \"x\", \"guided_choice\": [\"a\"], \"response_format\": {\"type\": \"json_object\"}} | 400 | bad_request | guided_choice",
                "/completions | {\"model\": \"stories260k\", \"prompt\": \"x\", \"guided_choice\": [\"a\"], \"ignore_eos\": true} | 400 | bad_request | ignore_eos",
                "/completions | {\"model\": \"stories260k\", \"prompt\": \"x\", \"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"schema\": {\"type\": \"string\", \"maxLength\": 20000}}}} | 400 | limit_exceeded | 20000",
                "/chat/completions | {\"model\": \"tiny-qwen2\", \"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image_url\"}]}]} | 400 | bad_request | image_url",
                "/completions | {\"model\": \"stories260k\", \"prompt\": \"x\", \"temperature\": 2.5} | 400 | bad_request | temperature",
                "/completions | {\"model\": \"stories260k\", \"prompt\": \"x\", \"n\": 17} | 400 | bad_request | 16",
                "/completions | {\"model\": \"stories260k\", \"prompt\": \"x\", \"max_tokens\": 0} | 400 | bad_request | max_tokens",
                "/completions | {\"model\": \"stories260k\", \"prompt\": [1, 99999]} | 400 | bad_request | 512",
                "/completions | {\"model\": \"stories260k\"} | 400 | bad_request | prompt",
                "/completions | {\"model\": \"stories260k\", \"prompt\": \"x\", \"stop\": [\"\"]} | 400 | bad_request | stop",
                "/completions | {\"model\": \"stories260k\", \"prompt\": \"x\", \"stop\": {\"a\": \"b\"}} | 400 | bad_request | stop",
                "/embeddings | {\"model\": \"tiny-embedding\", \"input\": {\"text\": \"x\"}} | 400 | bad_request | input",
                "/completions | {\"model\": \"stories260k\", \"prompt\": \"x\", \"suffix\": \"y\"} | 400 | bad_request | suffix",
                "/embeddings | {\"model\": \"tiny-embedding\", \"input\": []} | 400 | bad_request | input",
                "/embeddings | {\"model\": \"tiny-embedding\", \"input\": \"x\", \"dimensions\": 3} | 400 | bad_request | dimensions",
                "/completions | {\"model\": \"writer\", \"prompt\": \"x\", \"temperature\": 2.5} | 400 | bad_request | the code bad_request",
                "/completions | {\"model\": \"unlisted\", \"prompt\": \"x\"} | 404 | model_not_found | private-hosts",
                "/embeddings | {\"model\": \"writer\", \"input\": \"x\"} | 400 | bad_request | remote",
                "/completions | {\"model\": \"stories260k\", \"prompt\": \"x\", \"response_format\": \"json\"} | 400 | bad_request | must be an object",
                "/nothing | {} | 404 | not_found | /openai/v1/nothing"
            })
    void tellsWhatIsWrong(String path, String body, int status, String code, String part) throws Exception {
        HttpResponse<String> response = client.send(request(path, body), BodyHandlers.ofString());

        JsonNode error = JSON.readTree(response.body()).path("error");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("message").asText()).contains(part);
        assertThat(error.has("param")).isTrue();
    }

    @Test
    void refusesAPromptThatTheModelCannotTake() throws Exception {
        JsonNode error = post("/completions", "{\"model\": \"stories260k\", \"prompt\": \"" + "a ".repeat(2000) + "\"}")
                .path("error");

        assertThat(error.path("code").asText()).isEqualTo("context_length_exceeded");
        assertThat(error.path("message").asText()).contains("512");
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        String body = "{\"model\": \"stories260k\", \"prompt\": \"" + "a".repeat(5 << 20) + "\"}";
        HttpResponse<String> response = client.send(request("/completions", body), BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(JSON.readTree(response.body()).at("/error/code").asText()).isEqualTo("request_too_large");
    }

    private HttpRequest request(String path, String body) {
        return HttpRequest.newBuilder(URI.create(root + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer none")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private JsonNode post(String path, String body) throws IOException, InterruptedException {
        return JSON.readTree(
                client.send(request(path, body), BodyHandlers.ofString()).body());
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(
                client.send(HttpRequest.newBuilder(URI.create(root + path)).build(), BodyHandlers.ofString())
                        .body());
    }

    private List<JsonNode> stream(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request(path, body), BodyHandlers.ofString());
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        List<JsonNode> pieces = new ArrayList<>();
        List<String> lines =
                response.body().lines().filter(line -> !line.isEmpty()).toList();
        assertThat(lines.getLast()).isEqualTo("data: [DONE]");
        for (String line : lines.subList(0, lines.size() - 1)) {
            assertThat(line).startsWith("data: ");
            pieces.add(JSON.readTree(line.substring(6)));
        }
        return pieces;
    }
}
