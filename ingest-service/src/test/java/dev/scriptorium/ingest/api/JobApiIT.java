package dev.scriptorium.ingest.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.document.v1.Provenance;
import dev.scriptorium.proto.event.v1.DocumentFailed;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.proto.inference.v1.Classification;
import dev.scriptorium.proto.inference.v1.LabelScore;
import dev.scriptorium.proto.summarizer.v1.Coverage;
import dev.scriptorium.proto.summarizer.v1.Shortfall;
import dev.scriptorium.proto.summarizer.v1.Summary;
import dev.scriptorium.proto.summarizer.v1.SummarySentence;
import dev.scriptorium.proto.translator.v1.TranslatedSegment;
import dev.scriptorium.proto.translator.v1.Translation;
import dev.scriptorium.proto.translator.v1.TranslationFlag;
import dev.scriptorium.runtime.event.EventContext;
import dev.scriptorium.runtime.event.EventPublisher;
import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API against a real Kafka and a real Postgres; the test plays the stages behind the door. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(SmallLimits.class)
class JobApiIT {

    private static final String TASKS = """
        {"summarize": {"sentences": 2}, "translate": ["de"], "classify": ["sentiment"], "sourceLanguage": "en"}\
        """;
    private static final EventContext CONTEXT = new EventContext("default", TraceParent.start(new Random(1)));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final List<String> UNREAD = List.of("attachment \"offer\", page 2.pdf", "a picture");

    @Inject
    EventPublisher publisher;

    @Test
    void acceptsFilesAndGivesTheirResultsWhenTheStagesAreDone() {
        String job = given().multiPart("files", "a.txt", "Good morning.".getBytes(StandardCharsets.UTF_8), "text/plain")
                .multiPart("files", "b.txt", "Good night.".getBytes(StandardCharsets.UTF_8), "text/plain")
                .multiPart("tasks", TASKS, "application/json")
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .header("Location", containsString("/v1/jobs/"))
                .header("Retry-After", notNullValue())
                .body("state", equalTo("QUEUED"))
                .body("documents.total", equalTo(2))
                .body("progress", equalTo(0f))
                .extract()
                .path("id");
        List<Map<String, Object>> documents = documents(job).getList("documents");
        assertThat(documents).extracting(document -> document.get("fileName")).containsExactly("a.txt", "b.txt");

        documents.forEach(document -> completeAll(job, document, 2));
        documents.forEach(document -> completeAll(job, document, 1));

        awaitState(job, "SUCCEEDED")
                .body("progress", equalTo(1f))
                .body("documents.succeeded", equalTo(2))
                .body("usage.inputTokens", equalTo(2 * 3 * 7))
                .body("finishedAt", notNullValue())
                .header("Retry-After", nullValue());
        String document = (String) documents.getFirst().get("id");
        given().get("/v1/documents/" + document)
                .then()
                .statusCode(200)
                .body("state", equalTo("SUCCEEDED"))
                .body("language", equalTo("en"))
                .body("sha256", hasToBeSha256())
                .body("unread", contains("attachment \"offer\", page 2.pdf", "a picture"))
                .body("tasks.state", contains("SUCCEEDED", "SUCCEEDED", "SUCCEEDED"));
        given().get("/v1/documents/" + document + "/summary")
                .then()
                .statusCode(200)
                .body("sentences[0].text", equalTo("Good morning."))
                .body("sentences[0].segments", contains("0.0"))
                .body("sentences[0].page", nullValue())
                .body("coverage.segmentsRepeated", equalTo(3))
                .body("shortfall", equalTo("REPETITIONS"))
                .body("provenance.models", contains("tiny"));
        given().get("/v1/documents/" + document + "/translations/de")
                .then()
                .statusCode(200)
                .body("text", equalTo("Guten Morgen."))
                .body("path", contains("en", "de"))
                .body("complete", equalTo(true))
                .body("needsReview", equalTo(true))
                .body("segmentsToReview", equalTo(1))
                .body("segments[0].source", equalTo("Good morning."))
                .body("segments[0].flags", contains("LOW_SCORE"))
                .body("segments[0].score", equalTo(-0.5f));
        given().get("/v1/documents/" + document + "/classifications")
                .then()
                .statusCode(200)
                .body("classifications[0].label", equalTo("positive"))
                .body("classifications[0].scores.positive", equalTo(0.75f));
        given().get("/v1/documents/" + document + "/translations/fr")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("NOT_FOUND"));
    }

    @Test
    void givesTheTextOfADocumentInTheFormThatIsAskedFor() {
        String job = given().multiPart(
                        "files", "a.md", "# Report\n\nDue *soon*.".getBytes(StandardCharsets.UTF_8), "text/markdown")
                .multiPart("tasks", TASKS, "application/json")
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        String text = "/v1/documents/" + onlyDocument(job).get("id") + "/text";

        given().get(text)
                .then()
                .statusCode(200)
                .contentType("text/plain;charset=UTF-8")
                .header("Vary", containsString("Accept"))
                .body(equalTo("Report\n\nDue soon.\n"));
        given().accept("text/markdown").get(text).then().statusCode(200).body(equalTo("## Report\n\nDue soon.\n"));
        given().accept("application/json")
                .get(text)
                .then()
                .statusCode(200)
                .body("mediaType", equalTo("text/markdown"))
                .body("unread", hasSize(0))
                .body("blocks.kind", contains("HEADING", "PARAGRAPH"))
                .body("blocks[1].text", equalTo("Due soon."));
        given().accept("application/pdf").get(text).then().statusCode(406);
    }

    @Test
    void saysWhyTheTextOfADocumentCannotBeRead() {
        String job = given().multiPart(
                        "files", "a.pdf", "%PDF-1.7 cut off".getBytes(StandardCharsets.UTF_8), "application/pdf")
                .multiPart("tasks", TASKS, "application/json")
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");

        given().get("/v1/documents/" + onlyDocument(job).get("id") + "/text")
                .then()
                .statusCode(422)
                .body("code", equalTo("DOC_CORRUPT"));
    }

    @Test
    void reportsAStagesFailureWithItsCode() {
        String job = submitText("one");
        Map<String, Object> document = onlyDocument(job);

        publisher
                .publish(
                        Topics.DOCUMENTS_FAILED,
                        (String) document.get("id"),
                        DocumentFailed.newBuilder()
                                .setDocument(ref(job, document))
                                .setStage("extraction")
                                .setCode("DOC_ENCRYPTED")
                                .setReason("The document is encrypted.")
                                .build(),
                        CONTEXT)
                .toCompletableFuture()
                .join();

        awaitState(job, "FAILED").body("documents.failed", equalTo(1));
        given().get("/v1/documents/" + document.get("id"))
                .then()
                .body("failure.code", equalTo("DOC_ENCRYPTED"))
                .body("failure.stage", equalTo("extraction"));
        given().get("/v1/documents/" + document.get("id") + "/summary")
                .then()
                .statusCode(404)
                .body("detail", containsString("DOC_ENCRYPTED"));
    }

    @Test
    void retriesAFailedDocumentAndGivesItsOriginal() {
        String job = submitText("one");
        Map<String, Object> document = onlyDocument(job);
        given().post("/v1/jobs/" + job + "/retry").then().statusCode(409).body("code", equalTo("NOT_RETRYABLE"));
        publisher
                .publish(
                        Topics.DOCUMENTS_FAILED,
                        (String) document.get("id"),
                        DocumentFailed.newBuilder()
                                .setDocument(ref(job, document))
                                .setStage("translation")
                                .setCode("LABEL_SET_UNKNOWN")
                                .setReason("There is none.")
                                .build(),
                        CONTEXT)
                .toCompletableFuture()
                .join();
        awaitState(job, "FAILED");

        given().post("/v1/jobs/" + job + "/retry")
                .then()
                .statusCode(202)
                .header("Location", containsString(job))
                .body("state", equalTo("RUNNING"))
                .body("documents.failed", equalTo(0));

        completeAll(job, document, 1);
        awaitState(job, "SUCCEEDED");
        given().get("/v1/documents/" + document.get("id") + "/original")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("attachment"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("ETag", notNullValue())
                .body(equalTo("one"));
    }

    @Test
    void addsTasksToAFinishedJobAndRunsItAgainBesideItself() {
        String job = submitText("one");
        completeAll(job, onlyDocument(job), 1);
        awaitState(job, "SUCCEEDED");

        given().contentType("application/json")
                .body("{\"tasks\": {\"translate\": [\"de\"]}}")
                .post("/v1/jobs/" + job + "/tasks")
                .then()
                .statusCode(202)
                .body("state", equalTo("RUNNING"))
                .body("progress", equalTo(0.5f));
        given().contentType("application/json")
                .body("{\"tasks\": {\"translate\": [\"fr\"]}}")
                .post("/v1/jobs/" + job + "/tasks")
                .then()
                .statusCode(409)
                .body("code", equalTo("NOT_RETRYABLE"));
        completeAll(job, onlyDocument(job), 1);
        awaitState(job, "SUCCEEDED");
        given().get("/v1/documents/" + onlyDocument(job).get("id") + "/translations/de")
                .then()
                .statusCode(200)
                .body("text", equalTo("Guten Morgen."));
        String again = given().contentType("application/json")
                .header("Idempotency-Key", "again-" + job)
                .body("{\"tasks\": {\"summarize\": {\"sentences\": 2}}}")
                .post("/v1/jobs/" + job + "/rerun?state=SUCCEEDED")
                .then()
                .statusCode(202)
                .body("rerunOf", equalTo(job))
                .body("documents.total", equalTo(1))
                .extract()
                .path("id");
        given().contentType("application/json")
                .header("Idempotency-Key", "again-" + job)
                .body("{\"tasks\": {\"summarize\": {\"sentences\": 2}}}")
                .post("/v1/jobs/" + job + "/rerun?state=SUCCEEDED")
                .then()
                .statusCode(202)
                .header("Idempotent-Replayed", "true")
                .body("id", equalTo(again));
        assertThat(onlyDocument(again).get("sha256"))
                .isEqualTo(onlyDocument(job).get("sha256"));
        given().contentType("application/json")
                .body("{\"tasks\": {\"summarize\": {}}}")
                .post("/v1/jobs/" + job + "/rerun?state=FAILED")
                .then()
                .statusCode(400);
        given().contentType("application/json")
                .body("{\"tasks\": {\"translate\": [\"fr\"], \"sourceLanguage\": \"de\"}}")
                .post("/v1/jobs/" + job + "/tasks")
                .then()
                .statusCode(400)
                .body("detail", containsString("sourceLanguage"));
    }

    @Test
    void givesAllResultsOfAJobInTheFormThatIsAskedFor() {
        String job = given().multiPart("files", "a.txt", "Good morning.".getBytes(StandardCharsets.UTF_8), "text/plain")
                .multiPart("files", "b.txt", "Good night.".getBytes(StandardCharsets.UTF_8), "text/plain")
                .multiPart("tasks", TASKS, "application/json")
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        completeAll(
                job, documents(job).<Map<String, Object>>getList("documents").getFirst(), 1);
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> given().get("/v1/jobs/" + job + "/documents?state=SUCCEEDED")
                                .jsonPath()
                                .getList("documents")
                                .size()
                        == 1);
        String results = "/v1/jobs/" + job + "/results";

        List<String> lines = given().get(results)
                .then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .header("Content-Disposition", containsString(job + ".jsonl"))
                .extract()
                .asString()
                .lines()
                .toList();
        assertThat(lines).hasSize(2);
        JsonPath first = new JsonPath(lines.getFirst());
        assertThat(first.getString("document.fileName")).isEqualTo("a.txt");
        assertThat(first.getString("translations[0].text")).isEqualTo("Guten Morgen.");
        assertThat(first.getString("classifications[0].label")).isEqualTo("positive");
        assertThat(new JsonPath(lines.getLast()).getString("document.state")).isIn("QUEUED", "RUNNING");
        assertThat(given().accept("text/csv").get(results).asString().lines())
                .extracting(line -> line.split(",", -1).length)
                .containsExactly(11, 11, 11);
        byte[] zip = given().accept("application/zip")
                .get(results + "?state=SUCCEEDED")
                .then()
                .statusCode(200)
                .contentType("application/zip")
                .extract()
                .asByteArray();
        assertThat(new String(zip, StandardCharsets.ISO_8859_1))
                .contains("a.txt.de.txt")
                .doesNotContain("b.txt.json");
        given().accept("application/pdf").get(results).then().statusCode(406);
        given().get(results + "?state=DONE").then().statusCode(400);
        given().get("/v1/jobs/" + UUID.randomUUID() + "/results").then().statusCode(404);
    }

    @Test
    void erasesAFinishedJobAndProvesIt() {
        String job = submitText("one");
        given().post("/v1/jobs/" + job + "/erase").then().statusCode(409).body("code", equalTo("JOB_OPEN"));
        completeAll(job, onlyDocument(job), 1);
        awaitState(job, "SUCCEEDED");

        given().post("/v1/jobs/" + job + "/erase")
                .then()
                .statusCode(200)
                .body("jobId", equalTo(job))
                .body("reason", equalTo("REQUEST"))
                .body("documents", equalTo(1))
                .body("results", equalTo(1))
                .body("bytes", equalTo(3));

        given().get("/v1/jobs/" + job).then().statusCode(404);
        given().post("/v1/jobs/" + job + "/erase").then().statusCode(404);
        given().get("/v1/erasures").then().statusCode(200).body("erasures.jobId", hasItem(job));
    }

    @Test
    void retriesTheFailuresOfAllJobsByTheirCode() {
        String job = submitText("one");
        Map<String, Object> document = onlyDocument(job);
        publisher
                .publish(
                        Topics.DOCUMENTS_FAILED,
                        (String) document.get("id"),
                        DocumentFailed.newBuilder()
                                .setDocument(ref(job, document))
                                .setStage("extraction")
                                .setCode("TYPE_MISMATCH")
                                .setReason("It is another type.")
                                .build(),
                        CONTEXT)
                .toCompletableFuture()
                .join();
        awaitState(job, "FAILED");

        given().get("/v1/failures")
                .then()
                .statusCode(200)
                .body("failures.find { it.code == 'TYPE_MISMATCH' }.tasks", equalTo(1))
                .body("failures.find { it.code == 'TYPE_MISMATCH' }.stage", equalTo("extraction"));
        given().get("/v1/jobs/" + job + "/documents?code=TYPE_MISMATCH").then().body("documents", hasSize(1));
        given().get("/v1/jobs/" + job + "/documents?code=DOC_CORRUPT").then().body("documents", hasSize(0));
        given().post("/v1/jobs/" + job + "/retry?code=DOC_CORRUPT").then().statusCode(409);
        given().post("/v1/jobs/retry").then().statusCode(400).body("detail", containsString("code"));
        given().post("/v1/jobs/retry?code=NO_SUCH").then().statusCode(400);
        given().post("/v1/jobs/retry?code=TYPE_MISMATCH")
                .then()
                .statusCode(202)
                .body("jobs", equalTo(1))
                .body("documents", equalTo(1));
        given().post("/v1/jobs/retry?code=TYPE_MISMATCH").then().statusCode(202).body("documents", equalTo(0));
        completeAll(job, document, 1);
        awaitState(job, "SUCCEEDED");
    }

    @Test
    void cancelsWhatIsNotDone() {
        String job = submitText("one");

        given().delete("/v1/jobs/" + job)
                .then()
                .statusCode(200)
                .body("state", equalTo("CANCELLED"))
                .body("documents.cancelled", equalTo(1))
                .body("cancellingAt", notNullValue());
        given().delete("/v1/jobs/" + job).then().statusCode(200).body("state", equalTo("CANCELLED"));
    }

    @Test
    void listsJobsAndDocumentsPageByPage() {
        String job = submitText("0", "1", "2", "3", "4");

        JsonPath first = given().queryParam("pageSize", 2)
                .get("/v1/jobs/" + job + "/documents")
                .jsonPath();
        JsonPath second = given().queryParam("pageSize", 2)
                .queryParam("pageToken", first.getString("nextPageToken"))
                .get("/v1/jobs/" + job + "/documents")
                .jsonPath();
        JsonPath third = given().queryParam("pageSize", 2)
                .queryParam("pageToken", second.getString("nextPageToken"))
                .get("/v1/jobs/" + job + "/documents")
                .jsonPath();

        assertThat(first.getList("documents.fileName")).containsExactly("0", "1");
        assertThat(second.getList("documents.fileName")).containsExactly("2", "3");
        assertThat(third.getList("documents.fileName")).containsExactly("4");
        assertThat(third.getString("nextPageToken")).isNull();
        given().queryParam("pageSize", 1)
                .get("/v1/jobs")
                .then()
                .statusCode(200)
                .body("jobs", hasSize(1))
                .body("nextPageToken", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pageSize=0", "pageSize=-1", "pageSize=1000000000", "pageSize=x", "pageToken=forged"})
    void refusesAPageThatCannotBe(String query) {
        String job = submitText("one");

        given().get("/v1/jobs/" + job + "/documents?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("BAD_REQUEST"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/jobs/x", "/v1/jobs/00000000-0000-0000-0000-000000000000", "/v1/documents/x/summary"})
    void saysThatThereIsNoSuchThing(String path) {
        given().get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("NOT_FOUND"));
    }

    @Test
    void keepsOneJobForAKeyHoweverManyComeAtOnce() {
        String key = UUID.randomUUID().toString();
        Set<String> jobs = ConcurrentHashMap.newKeySet();

        CompletableFuture.allOf(IntStream.range(0, 10)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> jobs.add(given().header("Idempotency-Key", key)
                                .contentType("application/json")
                                .body(textJob("same"))
                                .post("/v1/jobs")
                                .then()
                                .statusCode(202)
                                .extract()
                                .path("id"))))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(jobs).hasSize(1);
        given().header("Idempotency-Key", key)
                .contentType("application/json")
                .body(textJob("other"))
                .post("/v1/jobs")
                .then()
                .statusCode(422)
                .body("code", equalTo("IDEMPOTENCY_KEY_REUSED"));
        given().header("Idempotency-Key", "x".repeat(256))
                .contentType("application/json")
                .body(textJob("one"))
                .post("/v1/jobs")
                .then()
                .statusCode(400)
                .body("code", equalTo("BAD_REQUEST"));
        given().header("Idempotency-Key", UUID.randomUUID() + "x".repeat(255 - 36))
                .contentType("application/json")
                .body(textJob("one"))
                .post("/v1/jobs")
                .then()
                .statusCode(202);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"summarize": {"sentences": 0}}                   | BAD_REQUEST
        {"summarize": {"model": "bart"}}                  | BAD_REQUEST
        {"summarize": {"style": "poetic"}}                | BAD_REQUEST
        {"summarize": {"sentences": 101}}                 | LIMIT_EXCEEDED
        {"summarize": {"sentences": 1e999999}}            | BAD_REQUEST
        {"summarize": {"sentences": 2.5}}                 | BAD_REQUEST
        {"translate": ["de", "de"]}                       | BAD_REQUEST
        {"translate": ["German"]}                         | BAD_REQUEST
        {"translate": [null]}                             | BAD_REQUEST
        {"translate": ["aa","bb","cc","dd"]}              | LIMIT_EXCEEDED
        {"classify": ["../x"]}                            | BAD_REQUEST
        {"sumarize": {}}                                  | BAD_REQUEST
        {"summarize": {}, "summarize": {}}                | BAD_REQUEST
        {"summarize": {}, "tenant_id": "other"}           | BAD_REQUEST
        {}                                                | BAD_REQUEST
        null                                              | BAD_REQUEST
        {"summarize": {}} x                               | BAD_REQUEST
        NaN                                               | BAD_REQUEST\
        """)
    void refusesTasksThatCannotBe(String tasks, String code) {
        given().multiPart("files", "a.txt", new byte[] {'a'}, "text/plain")
                .multiPart("tasks", tasks, "application/json")
                .post("/v1/jobs")
                .then()
                .statusCode(code.equals("BAD_REQUEST") ? 400 : 422)
                .contentType("application/problem+json")
                .body("code", equalTo(code));
    }

    @Test
    void takesAsManyAsMayBeAndNotOneMore() {
        submitText("0", "1", "2", "3", "4");
        given().contentType("application/json")
                .body(textJob("0", "1", "2", "3", "4", "5"))
                .post("/v1/jobs")
                .then()
                .statusCode(422)
                .body("code", equalTo("LIMIT_EXCEEDED"));

        submitText("x".repeat(1024));
        given().contentType("application/json")
                .body(textJob("x".repeat(1025)))
                .post("/v1/jobs")
                .then()
                .statusCode(413)
                .body("code", equalTo("DOC_TOO_LARGE"));
    }

    @Test
    void refusesWhatIsEmptyAndTextThatIsNoUnicode() {
        given().multiPart("files", "a.txt", new byte[0], "text/plain")
                .multiPart("tasks", TASKS, "application/json")
                .post("/v1/jobs")
                .then()
                .statusCode(422)
                .body("code", equalTo("EMPTY_TEXT"));
        given().multiPart("tasks", TASKS, "application/json")
                .post("/v1/jobs")
                .then()
                .statusCode(400);
        given().contentType("application/json")
                .body("{\"documents\": [{\"text\": \"\\ud800\"}], \"tasks\": {\"summarize\": {}}}")
                .post("/v1/jobs")
                .then()
                .statusCode(400)
                .body("code", equalTo("BAD_REQUEST"));
        given().contentType("application/json")
                .body("[".repeat(100_000))
                .post("/v1/jobs")
                .then()
                .statusCode(400)
                .body("code", equalTo("BAD_REQUEST"));
    }

    @Test
    void keepsAHostileFileNameAsAName() {
        String job = given().multiPart("files", "../../etc/cron.d/x", new byte[] {'a'}, "text/plain")
                .multiPart("tasks", TASKS, "application/json")
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");

        assertThat((String) onlyDocument(job).get("fileName")).endsWith("x");
    }

    @Test
    void saysWhenToComeAgainWhileAServiceIsAway() {
        given().contentType("application/json")
                .body("""
                    {"texts": ["Good morning."], "source": "en", "target": "de"}\
                    """)
                .post("/v1/translate")
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .contentType("application/problem+json")
                .body("code", equalTo("DEPENDENCY_UNAVAILABLE"));
        given().contentType("application/json")
                .body("""
                    {"texts": [], "target": "de"}\
                    """)
                .post("/v1/translate")
                .then()
                .statusCode(400)
                .body("code", equalTo("BAD_REQUEST"));
        given().contentType("application/json")
                .body(Map.of("text", "x".repeat(65)))
                .post("/v1/summarize")
                .then()
                .statusCode(422)
                .body("code", equalTo("LIMIT_EXCEEDED"));
        given().contentType("application/json")
                .body("""
                    {"texts": ["What a day!"]}\
                    """)
                .post("/v1/classify")
                .then()
                .statusCode(400)
                .body("detail", containsString("labelSet"));
    }

    @Test
    void describesItselfAndItsHealth() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("paths.keySet()", hasItem("/v1/jobs"))
                .body("paths.keySet()", hasItem("/v1/documents/{id}/translations/{language}"));
        given().get("/q/swagger-ui/").then().statusCode(200);
        given().get("/q/health").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/metrics").then().statusCode(200).body(containsString("scriptorium_outbox_events"));
    }

    private static Matcher<String> hasToBeSha256() {
        return matchesPattern("[0-9a-f]{64}");
    }

    private static String submitText(String... texts) {
        return given().contentType("application/json")
                .body(textJob(texts))
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static Map<String, Object> textJob(String... texts) {
        return Map.of(
                "documents",
                List.of(texts).stream()
                        .map(text -> Map.of("name", text.substring(0, 1), "text", text))
                        .toList(),
                "tasks",
                Map.of("summarize", Map.of("sentences", 1)));
    }

    private static JsonPath documents(String job) {
        return given().get("/v1/jobs/" + job + "/documents")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Map<String, Object> onlyDocument(String job) {
        return documents(job).<Map<String, Object>>getList("documents").getFirst();
    }

    private static ValidatableResponse awaitState(String job, String state) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> given().get("/v1/jobs/" + job).jsonPath().getString("state"), state::equals);
        return given().get("/v1/jobs/" + job).then().statusCode(200);
    }

    private static DocumentRef ref(String job, Map<String, Object> document) {
        return DocumentRef.newBuilder()
                .setTenantId("default")
                .setJobId(job)
                .setDocumentId((String) document.get("id"))
                .setAttempt(1)
                .addAllUnread(UNREAD)
                .build();
    }

    @SuppressWarnings("unchecked")
    private void completeAll(String job, Map<String, Object> document, int times) {
        for (Map<String, Object> task : (List<Map<String, Object>>) document.get("tasks")) {
            TaskCompleted.Builder completed = TaskCompleted.newBuilder()
                    .setDocument(ref(job, document))
                    .setTaskId((String) task.get("id"))
                    .setPartCount(1)
                    .setLanguage("en")
                    .setProvenance(Provenance.newBuilder().addModels("tiny").setInputTokens(7));
            switch ((String) task.get("task")) {
                case "summarize" ->
                    completed.setSummary(Summary.newBuilder()
                            .setShortfall(Shortfall.SHORTFALL_REPETITIONS)
                            .setCoverage(Coverage.newBuilder().setSegmentsRepeated(3))
                            .addSentences(SummarySentence.newBuilder()
                                    .setText("Good morning.")
                                    .addSegmentIds("0.0")));
                case "translate:de" ->
                    completed.setTranslation(Translation.newBuilder()
                            .setTargetLanguage("de")
                            .addAllPath(List.of("en", "de"))
                            .addSegments(TranslatedSegment.newBuilder()
                                    .setSegmentId("0.0")
                                    .setSource("Good morning.")
                                    .setTarget("Guten Morgen.")
                                    .addFlags(TranslationFlag.TRANSLATION_FLAG_LOW_SCORE)
                                    .setScore(-0.5f)));
                default ->
                    completed.setClassification(Classification.newBuilder()
                            .setLabelSet("sentiment")
                            .setLabel("positive")
                            .addScores(
                                    LabelScore.newBuilder().setLabel("positive").setScore(0.75f)));
            }
            for (int i = 0; i < times; i++) {
                publisher
                        .publish(Topics.DOCUMENTS_RESULTS, (String) document.get("id"), completed.build(), CONTEXT)
                        .toCompletableFuture()
                        .join();
            }
        }
    }
}
