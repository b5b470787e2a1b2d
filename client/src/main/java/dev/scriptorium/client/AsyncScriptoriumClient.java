package dev.scriptorium.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The API without threads that wait. A future that fails does so with a {@link ScriptoriumException}, as the cause of a {@link
 * java.util.concurrent.CompletionException} where it is joined. Thread-safe.
 */
public final class AsyncScriptoriumClient {

    private static final String JOBS = "/v1/jobs/";
    private static final String DOCUMENTS = "/v1/documents/";
    private static final int PAGE = 1000;

    /** A proxy may end a connection that is silent for longer. */
    private static final int WAIT_SECONDS = 20;

    private static final long PAUSE_MILLIS = 250;

    private final Transport transport;

    private AsyncScriptoriumClient(Builder builder) {
        this.transport =
                new Transport(builder.http, builder.address, Optional.ofNullable(builder.key), builder.timeout);
    }

    /** A client of the instance at an address, such as {@code http://localhost:8080}. */
    public static Builder builder(URI address) {
        return new Builder(address);
    }

    /** How to reach an instance. For one thread. */
    public static final class Builder {

        private final URI address;
        private @Nullable String key;
        private Duration timeout = Duration.ofMinutes(2);
        private HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();

        private Builder(URI address) {
            this.address = address;
        }

        /** The key of all requests; by default they have none. */
        public Builder key(String secret) {
            key = secret;
            return this;
        }

        /** How long it may take until an answer begins, uploads included; two minutes by default. */
        public Builder timeout(Duration limit) {
            timeout = limit;
            return this;
        }

        /** For a proxy, certificates or threads of your own. */
        public Builder http(HttpClient client) {
            http = client;
            return this;
        }

        public AsyncScriptoriumClient buildAsync() {
            return new AsyncScriptoriumClient(this);
        }

        public ScriptoriumClient build() {
            return new ScriptoriumClient(buildAsync());
        }
    }

    /** One translation or error for each text, in order; the source is null where it is to be detected. */
    public CompletableFuture<List<Translation>> translate(List<String> texts, @Nullable String source, String target) {
        Map<String, Object> body = new HashMap<>(Map.of("texts", texts, "target", target));
        if (source != null) {
            body.put("source", source);
        }
        return transport.post("/v1/translate", body).thenApply(all("translations", Translation.class));
    }

    public CompletableFuture<Summary> summarize(String text, int sentences) {
        return transport
                .post("/v1/summarize", Map.of("text", text, "sentences", sentences))
                .thenApply(one(Summary.class));
    }

    /** One label or error for each text, in order. */
    public CompletableFuture<List<Classification>> classify(List<String> texts, String labelSet) {
        return transport
                .post("/v1/classify", Map.of("texts", texts, "labelSet", labelSet))
                .thenApply(all("classifications", Classification.class));
    }

    public CompletableFuture<List<Language>> languages() {
        return transport.get("/v1/languages").thenApply(all("languages", Language.class));
    }

    /** Done when the job is durable. */
    public CompletableFuture<Job> submit(NewJob job) {
        JobBody body = new JobBody(job);
        HttpRequest.Builder request = transport.request("/v1/jobs").header("Content-Type", body.contentType());
        job.idempotencyKey().ifPresent(key -> request.header("Idempotency-Key", key));
        return transport.json(request.POST(body.publisher())).thenApply(one(Job.class));
    }

    public CompletableFuture<Job> job(String id) {
        return transport.get(JOBS + Transport.segment(id)).thenApply(one(Job.class));
    }

    /** The job once it is finished. Limit it with {@link CompletableFuture#orTimeout}. */
    public CompletableFuture<Job> finished(String id) {
        CompletableFuture<Job> result = new CompletableFuture<>();
        poll(id, result);
        return result;
    }

    private void poll(String id, CompletableFuture<Job> result) {
        Executor later = CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        transport
                .json(transport.request(JOBS + Transport.segment(id)).header("Prefer", "wait=" + WAIT_SECONDS))
                .thenApply(one(Job.class))
                .whenComplete((job, failure) -> {
                    if (failure != null) {
                        result.completeExceptionally(failure);
                    } else if (job.state().isFinished()) {
                        result.complete(job);
                    } else if (!result.isDone()) {
                        later.execute(() -> poll(id, result));
                    }
                });
    }

    /** The newest first; the token is that of the page before, null for the first one. */
    public CompletableFuture<Page<Job>> jobs(@Nullable String token) {
        return page("/v1/jobs", "jobs", Job.class, token);
    }

    /** Stops what is open of a job. */
    public CompletableFuture<Job> cancel(String id) {
        return transport
                .json(transport.request(JOBS + Transport.segment(id)).DELETE())
                .thenApply(one(Job.class));
    }

    /** Opens the failed tasks of a job again. */
    public CompletableFuture<Job> retry(String id) {
        return transport
                .json(transport.request(JOBS + Transport.segment(id) + "/retry").POST(BodyPublishers.noBody()))
                .thenApply(one(Job.class));
    }

    /** A page of a job's documents, in their order; the token is that of the page before, null for the first one. */
    public CompletableFuture<Page<Document>> documents(String job, @Nullable String token) {
        return page(JOBS + Transport.segment(job) + "/documents", "documents", Document.class, token);
    }

    public CompletableFuture<Document> document(String id) {
        return transport.get(DOCUMENTS + Transport.segment(id)).thenApply(one(Document.class));
    }

    /** Fails with {@code RESULT_PENDING} while it is not there. */
    public CompletableFuture<Summary> summary(String document) {
        return transport
                .get(DOCUMENTS + Transport.segment(document) + "/summary")
                .thenApply(one(Summary.class));
    }

    /** Fails with {@code RESULT_PENDING} while it is not there. */
    public CompletableFuture<Translation> translation(String document, String language) {
        return transport.get(translationPath(document, language)).thenApply(one(Translation.class));
    }

    /** The results that are stored so far. */
    public CompletableFuture<List<Classification>> classifications(String document) {
        return transport
                .get(DOCUMENTS + Transport.segment(document) + "/classifications")
                .thenApply(all("classifications", Classification.class));
    }

    /** Writes a document in its own format in another language to a file that is not there yet. */
    public CompletableFuture<Path> downloadTranslation(String document, String language, Path target) {
        return transport.download(translationPath(document, language) + "/file", target);
    }

    /** Writes the bytes of a document, as they were submitted, to a file that is not there yet. */
    public CompletableFuture<Path> downloadOriginal(String document, Path target) {
        return transport.download(DOCUMENTS + Transport.segment(document) + "/original", target);
    }

    private static String translationPath(String document, String language) {
        return DOCUMENTS + Transport.segment(document) + "/translations/" + Transport.segment(language);
    }

    private <T> CompletableFuture<Page<T>> page(String path, String member, Class<T> type, @Nullable String token) {
        String query = "?pageSize=" + PAGE + (token == null ? "" : "&pageToken=" + Transport.segment(token));
        return transport
                .get(path + query)
                .thenApply(json -> new Page<>(
                        Json.readAll(json.path(member), type),
                        Optional.ofNullable(json.path("nextPageToken").asText(null))));
    }

    private static <T> Function<JsonNode, T> one(Class<T> type) {
        return json -> Json.read(json, type);
    }

    private static <T> Function<JsonNode, List<T>> all(String member, Class<T> type) {
        return json -> Json.readAll(json.path(member), type);
    }
}
