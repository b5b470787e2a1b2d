package dev.scriptorium.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The HTTP API of a running instance. Thread-safe. */
public final class PipelineClient {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration HEALTH_LIMIT = Duration.ofSeconds(10);
    private static final Duration UPLOAD_LIMIT = Duration.ofMinutes(30);
    private static final int FIRST_ERROR = 400;
    private static final int NOT_MODIFIED = 304;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String baseUrl;
    private final List<String> managementUrls;
    private final Optional<String> token;

    /**
     * A client of one instance.
     *
     * @param managementUrls where health and metrics are: one for each process
     * @param token the credential of all requests; empty: they have none
     */
    public PipelineClient(String baseUrl, List<String> managementUrls, Optional<String> token) {
        this.baseUrl = baseUrl;
        this.managementUrls = List.copyOf(managementUrls);
        this.token = token;
    }

    /** Submits one job of all the files. The same key with the same files gives the job that exists already. */
    public Job submit(List<Upload> files, Tasks tasks, String idempotencyKey) {
        MultipartForm form = new MultipartForm();
        form.json("tasks", json(tasks).toString());
        files.forEach(file -> form.file("files", file));
        HttpRequest request = request("/v1/jobs", UPLOAD_LIMIT)
                .header("Content-Type", form.contentType())
                .header("Idempotency-Key", idempotencyKey)
                .POST(form.body())
                .build();
        return Json.read(json(request), Job.class);
    }

    public Job job(String id) {
        return Json.read(get("/v1/jobs/" + segment(id)), Job.class);
    }

    /** The job, or empty where the instance has none of this id. */
    public Optional<Job> findJob(String id) {
        try {
            return Optional.of(job(id));
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Asks for the job's cancellation and returns the job as it is then. */
    public Job cancel(String id) {
        return Json.read(json(request("/v1/jobs/" + segment(id), LIMIT).DELETE().build()), Job.class);
    }

    /** At most as many jobs as the limit, the newest first. */
    public List<Job> jobs(int limit) {
        List<Job> jobs = new ArrayList<>();
        String page = "";
        do {
            JsonNode answer = get("/v1/jobs?pageSize=" + Math.min(limit - jobs.size(), 100) + page);
            jobs.addAll(Json.readAll(answer.path("jobs"), Job.class));
            page = nextPage(answer);
        } while (!page.isEmpty() && jobs.size() < limit);
        return jobs;
    }

    /** All documents of a job in the order in which they were submitted. */
    public List<JobDocument> documents(String job) {
        List<JobDocument> documents = new ArrayList<>();
        String page = "";
        do {
            JsonNode answer = get("/v1/jobs/" + segment(job) + "/documents?pageSize=1000" + page);
            documents.addAll(Json.readAll(answer.path("documents"), JobDocument.class));
            page = nextPage(answer);
        } while (!page.isEmpty());
        return documents;
    }

    /** The first document of a job. */
    public Optional<JobDocument> firstDocument(String job) {
        return Json.readAll(
                        get("/v1/jobs/" + segment(job) + "/documents?pageSize=1")
                                .path("documents"),
                        JobDocument.class)
                .stream()
                .findFirst();
    }

    /** One kind of result of a document in the API's own form; empty where there is none. */
    public Optional<JsonNode> result(String document, String kind) {
        try {
            return Optional.of(get("/v1/documents/" + segment(document) + "/" + kind));
        } catch (ApiException e) {
            if (e.isNotFound() || e.isConflict()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Writes a translated document to a file, unless the file has its bytes already: all of them or none.
     *
     * @param existing SHA-256 of the file that is there; empty where there is none
     */
    public void writeFile(String document, String language, Path target, Optional<String> existing) throws IOException {
        HttpRequest.Builder request = request(
                "/v1/documents/" + segment(document) + "/translations/" + segment(language) + "/file", UPLOAD_LIMIT);
        existing.ifPresent(digest -> request.header("If-None-Match", '"' + digest + '"'));
        download(request.build(), target);
    }

    /** Writes an answer to a file: all of it or nothing. */
    void download(String path, Duration limit, Path target) throws IOException {
        download(request(path, limit).build(), target);
    }

    void download(HttpRequest request, Path target) throws IOException {
        // Not createTempFile: the file is to have the permissions of any other file of the user.
        Path unfinished = target.resolveSibling(".scriptorium-" + UUID.randomUUID() + ".part");
        try {
            HttpResponse<Path> answer = http.send(request, BodyHandlers.ofFile(unfinished));
            if (answer.statusCode() >= FIRST_ERROR) {
                throw new ApiException(
                        answer.statusCode(), Problem.sentence(answer.statusCode(), Files.readString(unfinished)));
            }
            if (answer.statusCode() != NOT_MODIFIED) {
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (ConnectException e) {
            throw new ApiException("The platform at " + baseUrl + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException("Interrupted while waiting for an answer of " + baseUrl, e);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** The stages of all processes that answer. */
    public List<StageProgress> stages() {
        StringBuilder metrics = new StringBuilder();
        List<ApiException> failures = new ArrayList<>();
        for (String process : managementUrls) {
            try {
                HttpRequest request = to(process + "/q/metrics", LIMIT).build();
                metrics.append(checked(send(request)).body()).append('\n');
            } catch (ApiException e) {
                failures.add(e);
            }
        }
        if (failures.size() == managementUrls.size()) {
            throw failures.getFirst();
        }
        return StageProgress.parse(metrics.toString());
    }

    /** The readiness of the services as they report it, also when they are not ready. */
    public Health health() {
        return health(managementUrls.getFirst());
    }

    /** The readiness of one process as it reports it. */
    public Health health(String managementUrl) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(managementUrl + "/q/health"))
                .timeout(HEALTH_LIMIT)
                .build();
        return Json.read(Json.parse(send(request).body()), Health.class);
    }

    JsonNode get(String path) {
        return json(request(path, LIMIT).build());
    }

    HttpRequest.Builder request(String path, Duration limit) {
        return to(baseUrl + path, limit);
    }

    private HttpRequest.Builder to(String url, Duration limit) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(limit);
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    JsonNode json(HttpRequest request) {
        return Json.parse(checked(send(request)).body());
    }

    /** Sends a request whose answer has no content. */
    void perform(HttpRequest request) {
        checked(send(request));
    }

    private static ObjectNode json(Tasks tasks) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (tasks.sentences() > 0) {
            var summarize = json.putObject("summarize").put("sentences", tasks.sentences());
            if (tasks.summaryModel() != null) {
                summarize.put("style", "abstractive");
                if (!tasks.summaryModel().isEmpty()) {
                    summarize.put("model", tasks.summaryModel());
                }
            }
        }
        ArrayNode translate = json.putArray("translate");
        for (String language : tasks.languages()) {
            if (tasks.asFiles()) {
                translate.addObject().put("to", language).put("output", "file");
            } else {
                translate.add(language);
            }
        }
        ArrayNode classify = json.putArray("classify");
        tasks.labelSets().forEach(classify::add);
        return json;
    }

    private static String nextPage(JsonNode answer) {
        String next = answer.path("nextPageToken").asText("");
        return next.isEmpty() ? "" : "&pageToken=" + segment(next);
    }

    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static HttpResponse<String> checked(HttpResponse<String> answer) {
        if (answer.statusCode() >= FIRST_ERROR) {
            throw new ApiException(answer.statusCode(), Problem.sentence(answer.statusCode(), answer.body()));
        }
        return answer;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            String reason = e.getMessage() == null ? "the connection failed" : e.getMessage();
            throw new ApiException("The platform at " + request.uri().resolve("/") + " does not answer: " + reason, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException("Interrupted while waiting for an answer of " + baseUrl, e);
        }
    }
}
