package dev.scriptorium.ingest.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Webhooks against a real Postgres and receivers that fail. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(WebhooksHere.class)
@Timeout(300)
class WebhooksIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Inject
    DataSource database;

    @AfterEach
    void deleteAll() {
        given().get("/v1/webhooks")
                .jsonPath()
                .<String>getList("webhooks.id")
                .forEach(id -> given().delete("/v1/webhooks/" + id).then().statusCode(204));
    }

    @Test
    void showsASecretOnceAndKeepsItEncrypted() throws SQLException {
        JsonPath created = create("""
                {"url": "https://hooks.example.org/a", "events": ["job.completed"], "description": " importer "}""");
        String id = created.getString("webhook.id");
        String secret = created.getString("secret");

        assertThat(secret).startsWith("whsec_").hasSize(6 + 44);
        String list = given().get("/v1/webhooks")
                .then()
                .statusCode(200)
                .body("webhooks.id", hasItem(id))
                .body("webhooks[0].description", equalTo("importer"))
                .body("webhooks[0].createdBy", equalTo("everybody"))
                .extract()
                .asString();
        assertThat(list).doesNotContain("whsec_");
        assertThat(given().get("/v1/webhooks/" + id).asString()).doesNotContain("whsec_");
        assertThat(text("SELECT secret FROM ingest.webhook WHERE webhook_id = '" + id + "'"))
                .startsWith("aes256gcm:")
                .doesNotContain(secret.substring(6));
    }

    @Test
    void doesNotRepeatASecretThatTheClientGave() {
        String secret = WebhookSecret.random().text();

        JsonPath created = create("{\"url\": \"https://hooks.example.org/\", \"secret\": \"" + secret + "\"}");

        assertThat(created.getString("secret")).isNull();
        assertThat(created.getList("webhook.events")).isEqualTo(List.of("document.completed", "job.completed"));
    }

    @Test
    void changesWhatIsGivenAndKeepsTheRest() {
        String id = create("{\"url\": \"https://hooks.example.org/\", \"description\": \"one\"}")
                .getString("webhook.id");

        given().contentType("application/json")
                .body("{\"url\": \"https://other.example.org/\", \"enabled\": false}")
                .patch("/v1/webhooks/" + id)
                .then()
                .statusCode(200)
                .body("url", equalTo("https://other.example.org/"))
                .body("description", equalTo("one"))
                .body("enabled", equalTo(false))
                .body("disabledReason", containsString("request"));
        given().contentType("application/json")
                .body("{\"enabled\": true, \"events\": [\"document.completed\"]}")
                .patch("/v1/webhooks/" + id)
                .then()
                .statusCode(200)
                .body("events", equalTo(List.of("document.completed")))
                .body("enabled", equalTo(true))
                .body("disabledAt", nullValue());
    }

    @Test
    void refusesWhatCannotBe() {
        refused("{}", 400, "url is missing");
        refused("{\"url\": \"http://10.0.0.1/\"}", 400, "public address");
        refused("{\"url\": \"https://2130706433/\"}", 400, "usual notation");
        refused("{\"url\": \"ftp://hooks.example.org/\"}", 400, "https://");
        refused("{\"url\": \"https://hooks.example.org/\", \"events\": []}", 400, "at least one");
        refused("{\"url\": \"https://hooks.example.org/\", \"events\": [\"job.started\"]}", 400, "job.completed");
        refused("{\"url\": \"https://hooks.example.org/\", \"events\": [null]}", 400, "null");
        refused("{\"url\": \"https://hooks.example.org/\", \"secret\": \"easy\"}", 400, "24 to 64 bytes");
        refused("{\"url\": \"https://hooks.example.org/\", \"colour\": 1}", 400, "Unknown member colour");
        refused("{\"url\": \"https://hooks.example.org/" + "a".repeat(35) + "\"}", 422, "at most 60");
        for (String path : List.of("", "/deliveries", "/deliveries/msg_x")) {
            given().get("/v1/webhooks/" + UUID.randomUUID() + path).then().statusCode(404);
            given().get("/v1/webhooks/nonsense" + path).then().statusCode(404);
        }
        given().delete("/v1/webhooks/" + UUID.randomUUID()).then().statusCode(404);
        given().post("/v1/webhooks/" + UUID.randomUUID() + "/rotate").then().statusCode(404);
        given().queryParam("jobId", "x").get("/v1/webhooks").then().statusCode(400);
        String id = create("{\"url\": \"https://hooks.example.org/\"}").getString("webhook.id");
        given().queryParam("status", "LOST")
                .get("/v1/webhooks/" + id + "/deliveries")
                .then()
                .statusCode(400);
        given().queryParam("pageToken", "-1")
                .get("/v1/webhooks/" + id + "/deliveries")
                .then()
                .statusCode(400);
        given().post("/v1/webhooks/" + id + "/deliveries/" + UUID.randomUUID() + "/resend")
                .then()
                .statusCode(404);
    }

    @Test
    void hasAsManyWebhooksAsAllowedAndNotOneMore() {
        for (int i = 0; i < WebhooksHere.MOST; i++) {
            create("{\"url\": \"https://hooks.example.org/\"}");
        }

        refused("{\"url\": \"https://hooks.example.org/\"}", 422, "at most 5 webhooks, not 6");
    }

    @Test
    void tellsOfAJobAndLogsItAndSendsAgain() {
        try (Receiver receiver = new Receiver(message -> 200)) {
            JsonPath submitted = submit(2, receiver.url("job"), "\"document.completed\", \"job.completed\"");
            String job = submitted.getString("id");
            receiver.expect("job", submitted.getString("webhook.secret"));
            given().get("/v1/jobs/" + job).then().body("webhook", nullValue());
            given().delete("/v1/jobs/" + job).then().statusCode(200);
            await().until(() -> receiver.requests().size() >= 3);

            assertThat(receiver.requests())
                    .extracting(Receiver.Message::type)
                    .containsExactly("document.completed", "document.completed", "job.completed");
            assertThat(receiver.requests().getLast().body().at("/data/state").asText())
                    .isEqualTo("CANCELLED");
            String webhook = given().queryParam("jobId", job)
                    .get("/v1/webhooks")
                    .then()
                    .body("webhooks", hasSize(1))
                    .body("webhooks[0].createdBy", equalTo("job"))
                    .extract()
                    .path("webhooks[0].id");
            assertThat(webhook).isEqualTo(submitted.getString("webhook.id"));
            await().untilAsserted(() -> given().queryParam("status", "DELIVERED")
                    .get("/v1/webhooks/" + webhook + "/deliveries")
                    .then()
                    .body("deliveries", hasSize(3))
                    .body("deliveries[0].type", equalTo("job.completed"))
                    .body("deliveries[0].attempts", hasSize(1))
                    .body("deliveries[0].attempts[0].status", equalTo(200))
                    .body("deliveries[0].attempts[0].error", nullValue())
                    .body("deliveries[0].finishedAt", notNullValue()));
            String message = receiver.requests().getFirst().id();
            given().post("/v1/webhooks/" + webhook + "/deliveries/" + message + "/resend")
                    .then()
                    .statusCode(202);
            await().until(() -> receiver.requests().size() == 4);
            assertThat(receiver.requests().getLast())
                    .isEqualTo(receiver.requests().getFirst());
            await().untilAsserted(() -> given().get("/v1/webhooks/" + webhook + "/deliveries/" + message)
                    .then()
                    .body("status", equalTo("DELIVERED"))
                    .body("attempts", hasSize(2)));
            assertThat(receiver.faults()).isEmpty();
            given().post("/v1/jobs/" + job + "/erase").then().statusCode(200);
            given().get("/v1/webhooks/" + webhook).then().statusCode(404);
        }
    }

    @Test
    void takesTheWebhookOfAJobAsAPartToo() {
        try (Receiver receiver = new Receiver(message -> 200)) {
            String job = given().multiPart("tasks", "{\"summarize\": {}}", "application/json")
                    .multiPart("webhook", "{\"url\": \"" + receiver.url("part") + "\"}", "application/json")
                    .multiPart("files", "a.txt", "Good morning.".getBytes(StandardCharsets.UTF_8))
                    .post("/v1/jobs")
                    .then()
                    .statusCode(202)
                    .body("webhook.secret", notNullValue())
                    .extract()
                    .path("id");
            given().delete("/v1/jobs/" + job).then().statusCode(200);
            await().until(() -> !receiver.requests().isEmpty());

            assertThat(receiver.requests()).extracting(Receiver.Message::type).containsOnly("job.completed");
        }
    }

    @Test
    void refusesAJobWhoseWebhookCannotBeAndStoresNothing() throws SQLException {
        String before = text("SELECT count(*)::text FROM ingest.job");

        given().contentType("application/json")
                .body(job(1, "https://169.254.169.254/latest", "\"job.completed\""))
                .post("/v1/jobs")
                .then()
                .statusCode(400)
                .body("detail", containsString("public address"));
        given().contentType("application/json")
                .body("{\"documents\": [{\"text\": \"a\"}], \"tasks\": {\"summarize\": {}}, \"webhook\": null}")
                .post("/v1/jobs")
                .then()
                .statusCode(400);

        assertThat(text("SELECT count(*)::text FROM ingest.job")).isEqualTo(before);
    }

    @Test
    void knowsARequestAgainByItsKeyAndShowsTheSecretOnceOnly() {
        String key = UUID.randomUUID().toString();
        String body = job(1, "https://hooks.example.org/", "\"job.completed\"");
        submitKeyed(key, body).then().statusCode(202).body("webhook.secret", notNullValue());

        submitKeyed(key, body).then().statusCode(202).body("webhook", nullValue());
        submitKeyed(key, job(1, "https://other.example.org/", "\"job.completed\""))
                .then()
                .statusCode(422)
                .body("code", equalTo("IDEMPOTENCY_KEY_REUSED"));
    }

    @Test
    void signsWithTheNewSecretAndForAWhileWithTheOldOne() {
        try (Receiver receiver = new Receiver(message -> 200)) {
            JsonPath created = create("{\"url\": \"" + receiver.url("old") + "\", \"events\": [\"job.completed\"]}");
            String id = created.getString("webhook.id");
            receiver.expect("old", created.getString("secret"));
            String fresh = given().post("/v1/webhooks/" + id + "/rotate")
                    .then()
                    .statusCode(200)
                    .body("webhook.previousSecretUntil", notNullValue())
                    .body("secret", not(equalTo(created.getString("secret"))))
                    .extract()
                    .path("secret");
            cancelled(submit(1, null, ""));
            await().until(() -> receiver.requests().size() == 1);
            receiver.expect("new", fresh);
            given().contentType("application/json")
                    .body("{\"url\": \"" + receiver.url("new") + "\"}")
                    .patch("/v1/webhooks/" + id)
                    .then()
                    .statusCode(200);
            cancelled(submit(1, null, ""));
            await().until(() -> receiver.requests().size() == 2);

            assertThat(receiver.faults()).isEmpty();
        }
    }

    @Test
    void tellsNothingMoreToAReceiverThatIsGoneUntilItIsEnabled() {
        AtomicInteger status = new AtomicInteger(410);
        try (Receiver receiver = new Receiver(message -> status.get())) {
            String id = create("{\"url\": \"" + receiver.url("gone") + "\", \"events\": [\"job.completed\"]}")
                    .getString("webhook.id");
            cancelled(submit(1, null, ""));
            await().untilAsserted(() -> given().get("/v1/webhooks/" + id)
                    .then()
                    .body("enabled", equalTo(false))
                    .body("disabledReason", containsString("410")));
            String gone = given().queryParam("status", "FAILED")
                    .get("/v1/webhooks/" + id + "/deliveries")
                    .then()
                    .body("deliveries", hasSize(1))
                    .body("deliveries[0].attempts[0].status", equalTo(410))
                    .extract()
                    .path("deliveries[0].id");
            given().post("/v1/webhooks/" + id + "/deliveries/" + gone + "/resend")
                    .then()
                    .statusCode(400);
            cancelled(submit(1, null, ""));
            status.set(200);
            given().contentType("application/json")
                    .body("{\"enabled\": true}")
                    .patch("/v1/webhooks/" + id)
                    .then()
                    .statusCode(200);
            given().post("/v1/webhooks/" + id + "/deliveries/" + gone + "/resend")
                    .then()
                    .statusCode(202);
            await().until(() -> receiver.requests().size() == 1);

            assertThat(receiver.requests().getFirst().id()).isEqualTo(gone);
        }
    }

    @Test
    void deliversAThousandMessagesToAReceiverThatFailsAThirdOfTheTimeAndIsRestarted() {
        int jobs = 50;
        int documents = 19;
        Random random = new Random(20_261_128);
        try (Receiver receiver = new Receiver(message -> failing(random))) {
            JsonPath created = create("{\"url\": \"" + receiver.url("flaky") + "\"}");
            receiver.expect("flaky", created.getString("secret"));
            String webhook = created.getString("webhook.id");
            List<String> ids = IntStream.range(0, jobs)
                    .mapToObj(i -> submit(documents, null, "").getString("id"))
                    .toList();
            ids.forEach(id -> given().delete("/v1/jobs/" + id).then().statusCode(200));
            await().until(() -> receiver.requests().size() > 200);
            receiver.restart();
            await().until(() -> receiver.requests().size() > 600);
            receiver.restart();
            await().until(() -> delivered(webhook).size() == jobs * (documents + 1));

            // Each at least once, in the order of the log, the end of a job last, never two of a job at once.
            Map<String, List<String>> inOrder = firstTimes(receiver.requests());
            Map<String, List<String>> logged = new LinkedHashMap<>();
            delivered(webhook)
                    .reversed()
                    .forEach(entry -> logged.computeIfAbsent(entry.get("jobId"), job -> new ArrayList<>())
                            .add(entry.get("id")));
            assertThat(inOrder).isEqualTo(logged);
            assertThat(logged).containsOnlyKeys(ids);
            Map<String, String> types = receiver.requests().stream()
                    .collect(Collectors.toMap(Receiver.Message::id, Receiver.Message::type, (one, same) -> one));
            assertThat(inOrder.values()).allSatisfy(messages -> {
                assertThat(messages).hasSize(documents + 1);
                assertThat(types.get(messages.getLast())).isEqualTo("job.completed");
            });
            assertThat(receiver.faults()).isEmpty();
        }
    }

    /** A third of the time, and slowly. */
    private static int failing(Random random) {
        try {
            new CountDownLatch(1).await(random.nextInt(20), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return random.nextInt(3) == 0 ? 500 : 200;
    }

    private static Map<String, List<String>> firstTimes(List<Receiver.Message> messages) {
        Set<String> known = new HashSet<>();
        Map<String, List<String>> first = new LinkedHashMap<>();
        messages.stream()
                .filter(message -> known.add(message.id()))
                .forEach(message -> first.computeIfAbsent(message.job(), job -> new ArrayList<>())
                        .add(message.id()));
        return first;
    }

    /** Over all pages, the newest first. */
    private static List<Map<String, String>> delivered(String webhook) {
        List<Map<String, String>> all = new ArrayList<>();
        String token = null;
        do {
            var request = given().queryParam("status", "DELIVERED");
            JsonPath page = (token == null ? request : request.queryParam("pageToken", token))
                    .get("/v1/webhooks/" + webhook + "/deliveries")
                    .jsonPath();
            all.addAll(page.getList("deliveries"));
            token = page.getString("nextPageToken");
        } while (token != null);
        return all;
    }

    private static void cancelled(JsonPath submitted) {
        given().delete("/v1/jobs/" + submitted.getString("id")).then().statusCode(200);
    }

    private static JsonPath submit(int documents, @Nullable String webhook, String events) {
        return given().contentType("application/json")
                .body(job(documents, webhook, events))
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();
    }

    private static Response submitKeyed(String key, String body) {
        return given().contentType("application/json")
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/jobs");
    }

    private static String job(int documents, @Nullable String webhook, String events) {
        String texts = IntStream.range(0, documents)
                .mapToObj(i -> "{\"text\": \"Good morning, " + i + ".\"}")
                .collect(Collectors.joining(","));
        String told =
                webhook == null ? "" : ", \"webhook\": {\"url\": \"" + webhook + "\", \"events\": [" + events + "]}";
        return "{\"documents\": [" + texts + "], \"tasks\": {\"summarize\": {}}" + told + "}";
    }

    private static JsonPath create(String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/v1/webhooks")
                .then()
                .statusCode(201)
                .header("Cache-Control", containsString("no-store"))
                .extract()
                .jsonPath();
    }

    private static void refused(String body, int status, String reason) {
        given().contentType("application/json")
                .body(body)
                .post("/v1/webhooks")
                .then()
                .statusCode(status)
                .body("detail", containsString(reason));
    }

    private String text(String query) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE);
    }
}
