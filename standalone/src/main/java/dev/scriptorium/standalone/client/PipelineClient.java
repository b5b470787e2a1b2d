package dev.scriptorium.standalone.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The HTTP API of a running instance. Thread-safe. */
public final class PipelineClient {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration UPLOAD_LIMIT = Duration.ofMinutes(30);
    private static final int NOT_FOUND = 404;
    private static final int FIRST_ERROR = 400;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final String baseUrl;

    public PipelineClient(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    /** Submits one job of all the files. The same key with the same files gives the job that there is already. */
    public String submit(List<Path> files, Wanted wanted, String idempotencyKey) {
        MultipartForm form = new MultipartForm();
        form.json("tasks", tasks(wanted).toString());
        files.forEach(file -> form.file("files", file));
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + "/v1/jobs"))
                .header("Content-Type", form.contentType())
                .header("Idempotency-Key", idempotencyKey)
                .timeout(UPLOAD_LIMIT)
                .POST(form.body())
                .build();
        return parse(text(request)).path("id").asText();
    }

    public Job job(String id) {
        return Job.of(get("/v1/jobs/" + id));
    }

    /** The newest jobs first. */
    public List<Job> jobs() {
        List<Job> jobs = new ArrayList<>();
        get("/v1/jobs").path("jobs").forEach(node -> jobs.add(Job.of(node)));
        return jobs;
    }

    /** All documents of a job in the order in which they were submitted. */
    public List<JsonNode> documents(String job) {
        List<JsonNode> documents = new ArrayList<>();
        String page = "";
        do {
            JsonNode answer = get("/v1/jobs/" + job + "/documents?pageSize=1000" + page);
            answer.path("documents").forEach(documents::add);
            String next = answer.path("nextPageToken").asText("");
            page = next.isEmpty() ? "" : "&pageToken=" + next;
        } while (!page.isEmpty());
        return documents;
    }

    /** One kind of result of a document; empty where there is none. */
    public Optional<JsonNode> result(String document, String kind) {
        HttpResponse<String> answer = send(get("/v1/documents/" + document + "/" + kind, LIMIT));
        return answer.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(parse(checked(answer)));
    }

    public List<StageProgress> stages() {
        return StageProgress.parse(text(get("/q/metrics", LIMIT)));
    }

    /** The readiness of the services as they report it, also when they are not ready. */
    public JsonNode health() {
        return parse(send(get("/q/health", LIMIT)).body());
    }

    private ObjectNode tasks(Wanted wanted) {
        ObjectNode tasks = json.createObjectNode();
        if (wanted.sentences() > 0) {
            tasks.putObject("summarize").put("sentences", wanted.sentences());
        }
        ArrayNode translate = tasks.putArray("translate");
        wanted.languages().forEach(translate::add);
        ArrayNode classify = tasks.putArray("classify");
        wanted.labelSets().forEach(classify::add);
        return tasks;
    }

    JsonNode get(String path) {
        return parse(text(get(path, LIMIT)));
    }

    HttpRequest.Builder request(String path, Duration limit) {
        return HttpRequest.newBuilder(URI.create(baseUrl + path)).timeout(limit);
    }

    private HttpRequest get(String path, Duration limit) {
        return request(path, limit).build();
    }

    String text(HttpRequest request) {
        return checked(send(request));
    }

    private String checked(HttpResponse<String> answer) {
        if (answer.statusCode() >= FIRST_ERROR) {
            throw new ApiException(problem(answer));
        }
        return answer.body();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new ApiException(request.uri() + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException("interrupted while waiting for " + request.uri(), e);
        }
    }

    private String problem(HttpResponse<String> answer) {
        String status = answer.request().method() + " " + answer.uri().getPath() + ": " + answer.statusCode();
        try {
            JsonNode problem = json.readTree(answer.body());
            return status + " " + problem.path("title").asText("") + " "
                    + problem.path("detail").asText("") + " "
                    + problem.path("code").asText("");
        } catch (JsonProcessingException notJson) {
            return status + " " + answer.body();
        }
    }

    JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ApiException("the answer is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
