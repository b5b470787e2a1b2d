package dev.scriptorium.ingest.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that hold for every request: who may call, how large it may be, and how it is refused. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(SmallLimits.class)
class ApiRulesIT {

    private static final String JOB =
            "{\"tasks\": {\"summarize\": {}}, \"documents\": [{\"name\": \"a.txt\", \"text\": \"Good morning.\"}]}";
    private static final int JOB_BODY = 128 << 10;
    private static final int PART_HEADERS = 16 << 10;

    @TestHTTPResource("/v1/jobs")
    URI jobs;

    @ParameterizedTest
    @ValueSource(strings = {"/v1/jobs", "/q/health", "/q/openapi"})
    void refusesAHostThatIsNotOurs(String path) {
        problem(given().header("Host", "evil.example").get(path).then(), 421, "HOST_REFUSED");
    }

    /** As the HTTP client of the JDK asks by default: a request that is upgraded is not ended when it arrives. */
    @Test
    void answersARequestWithoutABodyThatIsUpgradedToHttp2() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(jobs).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void refusesChangesThatAnotherSiteAsksFor() {
        problem(
                given().header("Origin", "http://evil.example")
                        .contentType("application/json")
                        .body(JOB)
                        .post("/v1/jobs")
                        .then(),
                403,
                "ORIGIN_REFUSED");
        problem(
                given().header("Sec-Fetch-Site", "cross-site")
                        .multiPart("files", "a.txt", "Good morning.".getBytes(StandardCharsets.UTF_8), "text/plain")
                        .multiPart("tasks", "{\"summarize\": {}}", "application/json")
                        .post("/v1/jobs")
                        .then(),
                403,
                "ORIGIN_REFUSED");
        problem(given().header("Origin", "null").delete("/v1/jobs/x").then(), 403, "ORIGIN_REFUSED");
        given().header("Origin", "http://evil.example")
                .get("/v1/jobs")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", nullValue());
        given().header("Origin", "http://" + jobs.getAuthority())
                .contentType("application/json")
                .body(JOB)
                .post("/v1/jobs")
                .then()
                .statusCode(202);
    }

    @Test
    void refusesABodyWithoutAType() throws IOException, InterruptedException {
        HttpResponse<String> answer = post(HttpRequest.BodyPublishers.ofString(JOB), null);

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("\"code\":\"CONTENT_TYPE_UNSUPPORTED\"");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/jobs, 405, METHOD_NOT_ALLOWED",
        "POST, /v1/languages, 405, METHOD_NOT_ALLOWED",
        "GET, /nothing, 404, NOT_FOUND",
        "GET, /v1/nothing, 404, NOT_FOUND",
        "GET, /v1/jobs/x, 404, NOT_FOUND",
        "GET, /v1/jobs?pageSize=x, 400, BAD_REQUEST"
    })
    void refusesInOneShape(String method, String path, int status, String code) {
        problem(given().request(method, path).then(), status, code);
    }

    @Test
    void namesTheMethodsThatAResourceHas() {
        given().put("/v1/jobs").then().header("Allow", equalTo("GET, HEAD, OPTIONS, POST"));
        given().post("/v1/jobs/x").then().header("Allow", equalTo("DELETE, GET, HEAD, OPTIONS"));
    }

    @Test
    void refusesTypesThatItDoesNotRead() {
        problem(given().accept("text/html").get("/v1/jobs").then(), 406, "NOT_ACCEPTABLE");
        problem(given().contentType("text/plain").body("x").post("/v1/jobs").then(), 415, "CONTENT_TYPE_UNSUPPORTED");
        problem(
                given().contentType("application/json; charset=ISO-8859-1")
                        .body(JOB.getBytes(StandardCharsets.ISO_8859_1))
                        .post("/v1/jobs")
                        .then(),
                415,
                "CONTENT_TYPE_UNSUPPORTED");
        problem(
                given().contentType("application/json")
                        .header("Content-Encoding", "gzip")
                        .body(JOB)
                        .post("/v1/jobs")
                        .then(),
                415,
                "CONTENT_TYPE_UNSUPPORTED");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/jobs?state=FAILED&limit=1, limit",
        "/v1/jobs?pageSize=1&pageSize=2, pageSize",
        "/v1/jobs?state=OVER, state",
        "/v1/jobs?createdFrom=yesterday, createdFrom",
        "/v1/jobs?order=best, order",
        "/v1/languages?x=1, x"
    })
    void refusesAQueryThatItDoesNotKnow(String path, String named) {
        problem(given().get(path).then(), 400, "BAD_REQUEST").body("detail", containsString(named));
    }

    @Test
    void filtersAndOrdersJobsAndDocuments() {
        String first = submit(JOB);
        String second = submit(JOB.replace("a.txt", "b.txt"));
        String created = given().get("/v1/jobs/" + second).jsonPath().getString("createdAt");

        given().queryParam("createdFrom", created)
                .queryParam("order", "oldest")
                .get("/v1/jobs")
                .then()
                .body("jobs[0].id", equalTo(second));
        given().queryParam("createdBefore", created).get("/v1/jobs").then().body("jobs[0].id", equalTo(first));
        given().delete("/v1/jobs/" + first).then().statusCode(200);
        given().queryParam("state", "CANCELLED")
                .get("/v1/jobs")
                .then()
                .body("jobs[0].id", equalTo(first))
                .body("jobs.state", everyItem(equalTo("CANCELLED")));
        given().queryParam("fileName", "b.txt")
                .get("/v1/jobs/" + second + "/documents")
                .then()
                .body("documents.fileName", contains("b.txt"));
        given().queryParam("state", "FAILED")
                .get("/v1/jobs/" + second + "/documents")
                .then()
                .body("documents.size()", equalTo(0));
    }

    @Test
    void keepsTheProgressOfACancelledJob() {
        String job = submit(JOB);

        given().delete("/v1/jobs/" + job)
                .then()
                .body("state", equalTo("CANCELLED"))
                .body("progress", equalTo(0f));
    }

    @Test
    void saysThatAResultIsNotThereYetAndWhenToAskAgain() {
        String job = submit(JOB);
        String document =
                given().get("/v1/jobs/" + job + "/documents").jsonPath().getString("documents[0].id");

        problem(given().get("/v1/documents/" + document + "/summary").then(), 409, "RESULT_PENDING")
                .header("Retry-After", notNullValue())
                .body("retryable", equalTo(true));
        problem(given().get("/v1/documents/" + document + "/translations/de").then(), 404, "NOT_FOUND")
                .body("detail", containsString("did not request"));
    }

    @Test
    void answersNotModifiedWhileNothingChanged() {
        String job = submit(JOB);
        AtomicReference<String> settled = new AtomicReference<>();
        Awaitility.await("the document is extracted").untilAsserted(() -> {
            settled.set(given().get("/v1/jobs/" + job + "/documents").header("ETag"));
            given().header("If-None-Match", settled.get())
                    .get("/v1/jobs/" + job + "/documents")
                    .then()
                    .statusCode(304);
        });
        String tag = settled.get();

        given().delete("/v1/jobs/" + job);
        given().header("If-None-Match", tag)
                .get("/v1/jobs/" + job + "/documents")
                .then()
                .statusCode(200);
    }

    @Test
    void compressesAnswersForThoseWhoAsk() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(jobs)
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
    }

    @Test
    void marksTheReplayOfARequest() {
        String key = UUID.randomUUID().toString();

        given().header("Idempotency-Key", key)
                .contentType("application/json")
                .body(JOB)
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .header("Idempotent-Replayed", nullValue());
        given().header("Idempotency-Key", "\"" + key + "\"")
                .contentType("application/json")
                .body(JOB)
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .header("Idempotent-Replayed", equalTo("true"));
        problem(
                given().header("Idempotency-Key", "\"\"")
                        .contentType("application/json")
                        .body(JOB)
                        .post("/v1/jobs")
                        .then(),
                400,
                "BAD_REQUEST");
    }

    @Test
    void hasOneRuleForEmptyTexts() {
        given().contentType("application/json")
                .body("{\"texts\": [\"\", \" \"], \"target\": \"de\"}")
                .post("/v1/translate")
                .then()
                .statusCode(200)
                .body("translations.error.code", contains("EMPTY_TEXT", "EMPTY_TEXT"));
        given().contentType("application/json")
                .body("{\"texts\": [\"\"], \"labelSet\": \"sentiment\"}")
                .post("/v1/classify")
                .then()
                .statusCode(200)
                .body("classifications.error.code", contains("EMPTY_TEXT"));
        problem(
                given().contentType("application/json")
                        .body("{\"text\": \"\\n\"}")
                        .post("/v1/summarize")
                        .then(),
                422,
                "EMPTY_TEXT");
    }

    @Test
    void limitsTheSumOfTheTextsOfACall() {
        // At the limit nothing is refused; no service is there to answer.
        given().contentType("application/json")
                .body(Map.of("texts", List.of("x".repeat(50), "y".repeat(50)), "target", "de"))
                .post("/v1/translate")
                .then()
                .statusCode(503);
        problem(
                        given().contentType("application/json")
                                .body(Map.of("texts", List.of("x".repeat(50), "y".repeat(51)), "target", "de"))
                                .post("/v1/translate")
                                .then(),
                        422,
                        "LIMIT_EXCEEDED")
                .body("detail", containsString("100B"));
    }

    @Test
    void refusesHalfOfASurrogatePairEverywhere() {
        for (String path : new String[] {"translate", "classify"}) {
            problem(
                    given().contentType("application/json")
                            .body("{\"texts\": [\"Hi \\ud800 there.\"]}")
                            .post("/v1/" + path)
                            .then(),
                    400,
                    "BAD_REQUEST");
        }
    }

    @Test
    void refusesAnAnnouncedBodyOverTheLimitAndAStreamedOneAtTheLimit() throws IOException, InterruptedException {
        String padded = JOB + " ".repeat(JOB_BODY - JOB.length());

        assertThat(post(HttpRequest.BodyPublishers.ofString(padded), "application/json")
                        .statusCode())
                .isEqualTo(202);
        HttpResponse<String> announced = post(HttpRequest.BodyPublishers.ofString(padded + " "), "application/json");
        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(announced.body()).contains("REQUEST_TOO_LARGE", "128KiB");
        HttpResponse<String> streamed = post(
                HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream((padded + " ").getBytes(StandardCharsets.UTF_8))),
                "application/json");
        assertThat(streamed.statusCode()).isEqualTo(413);
        assertThat(streamed.body()).contains("REQUEST_TOO_LARGE", "128KiB");
    }

    @Test
    void boundsTheHeadersOfAPart() throws IOException, InterruptedException {
        String start = "Content-Disposition: form-data; name=\"tasks\"\r\nX: ";
        int room = PART_HEADERS - start.length() - 4;

        assertThat(multipart(part(start + "x".repeat(room), "{\"summarize\": {}}") + file("a.txt"))
                        .statusCode())
                .isEqualTo(202);
        HttpResponse<String> over =
                multipart(part(start + "x".repeat(room + 1), "{\"summarize\": {}}") + file("a.txt"));
        assertThat(over.statusCode()).isEqualTo(413);
        assertThat(over.body()).contains("16KiB");
    }

    @Test
    void refusesPartsThatItDoesNotKnowAndBodiesThatAreCutOff() throws IOException, InterruptedException {
        String tasks = part("Content-Disposition: form-data; name=\"tasks\"", "{\"summarize\": {}}");

        assertBad(
                multipart(tasks + file("a.txt") + part("Content-Disposition: form-data; name=\"note\"", "x")), "note");
        assertBad(multipart(tasks + tasks + file("a.txt")), "one part tasks");
        assertBad(multipart(tasks + part("Content-Disposition: form-data; name=\"files\"", "x")), "file name");
        assertBad(multipart(file("a.txt")), "tasks is missing");
        assertBad(
                multipart(tasks + part("Content-Disposition: form-data; name=\"file\"; filename=\"a\"", "x")), "file");
        assertBad(
                post(
                        HttpRequest.BodyPublishers.ofString("--x\r\n" + tasks.substring(0, 30)),
                        "multipart/form-data; boundary=x"),
                "cut off");
        assertBad(post(HttpRequest.BodyPublishers.ofString("--x--\r\n"), "multipart/form-data"), "boundary");
    }

    @Test
    void boundsTheNameOfADocument() throws IOException, InterruptedException {
        String tasks = part("Content-Disposition: form-data; name=\"tasks\"", "{\"summarize\": {}}");

        assertThat(multipart(tasks + file("x".repeat(100))).statusCode()).isEqualTo(202);
        HttpResponse<String> over = multipart(tasks + file("x".repeat(101)));
        assertThat(over.statusCode()).isEqualTo(422);
        assertThat(over.body()).contains("LIMIT_EXCEEDED", "100");
    }

    @Test
    void keepsTheLanguageOfADocument() {
        String job = submit("{\"documents\": [{\"text\": \"Gut.\", \"language\": \"DE\"}, {\"text\": \"Good.\"}],"
                + " \"tasks\": {\"summarize\": {}, \"sourceLanguage\": \"en-US\"}}");

        assertThat(job).isNotEmpty();
        problem(
                given().contentType("application/json")
                        .body(
                                "{\"documents\": [{\"text\": \"Gut.\", \"language\": \"German\"}], \"tasks\": {\"summarize\": {}}}")
                        .post("/v1/jobs")
                        .then(),
                400,
                "BAD_REQUEST");
    }

    private static void assertBad(HttpResponse<String> answer, String named) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("BAD_REQUEST", named);
    }

    private static String part(String headers, String content) {
        return headers + "\r\n\r\n" + content + "\r\n--x\r\n";
    }

    private static String file(String name) {
        return part(
                "Content-Disposition: form-data; name=\"files\"; filename=\"" + name + "\"\r\nContent-Type: text/plain",
                "Good morning.");
    }

    private HttpResponse<String> multipart(String parts) throws IOException, InterruptedException {
        String body = "--x\r\n" + parts.substring(0, parts.length() - 2) + "--\r\n";
        return post(HttpRequest.BodyPublishers.ofString(body), "multipart/form-data; boundary=x");
    }

    private HttpResponse<String> post(HttpRequest.BodyPublisher body, String type)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(jobs).POST(body);
        if (type != null) {
            request.header("Content-Type", type);
        }
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String submit(String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status, String code) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("code", equalTo(code))
                .body("type", containsString("urn:scriptorium:failure:"))
                .body("title", notNullValue())
                .body("detail", notNullValue())
                .body("instance", notNullValue())
                .body("retryable", notNullValue());
    }
}
