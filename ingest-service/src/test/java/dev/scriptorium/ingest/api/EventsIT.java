package dev.scriptorium.ingest.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Server-sent events and long polls against a real Kafka and a real Postgres. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(SmallLimits.class)
@Timeout(120)
class EventsIT {

    @TestHTTPResource("/")
    URI base;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void tellsWhatHappensToAJobAndResumesAfterTheLastEvent() {
        String job = submit();
        List<String> ids = new ArrayList<>();

        try (Stream<String> lines = open("v1/jobs/" + job + "/events", null)) {
            Iterator<String> next = lines.iterator();
            assertThat(event(next, ids)).contains("event:job", "QUEUED");
            given().delete("/v1/jobs/" + job).then().statusCode(200);
            StringBuilder events = new StringBuilder();
            while (!events.toString().contains("\"CANCELLED\"") || events.indexOf("documentId") < 0) {
                events.append(event(next, ids));
            }
            assertThat(events.toString()).contains("CANCELLING", "event:document");
        }
        List<String> again = new ArrayList<>();
        try (Stream<String> lines = open("v1/jobs/" + job + "/events", ids.get(1))) {
            Iterator<String> next = lines.iterator();
            while (again.size() < ids.size() - 2) {
                event(next, again);
            }
        }
        assertThat(again).containsExactlyElementsOf(ids.subList(2, ids.size()));
    }

    @Test
    void tellsOfAllJobsFromNowOnAndThatItLivesInASilence() {
        submit();
        try (Stream<String> lines = open("v1/events", null)) {
            Iterator<String> next = lines.iterator();
            assertThat(comment(next)).startsWith(":");
            String job = submit();
            String event = event(next, new ArrayList<>());
            assertThat(event).contains("event:job", job);
        }
    }

    @Test
    void refusesAPlaceThatIsNoneAndAJobThatIsNone() {
        given().header("Last-Event-ID", "x")
                .get("/v1/events")
                .then()
                .statusCode(400)
                .body("detail", containsString("Last-Event-ID"));
        given().get("/v1/jobs/" + UUID.randomUUID() + "/events").then().statusCode(404);
    }

    @Test
    void letsAsManyListenAsAllowedAndNotOneMore() {
        List<Stream<String>> open = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                open.add(open("v1/events", null));
            }
            given().get("/v1/events").then().statusCode(503).body("code", equalTo("OVERLOADED"));
        } finally {
            open.forEach(Stream::close);
        }
    }

    @Test
    void waitsForTheEndOfAJobWhereAskedTo() {
        String job = submit();
        CompletableFuture<Void> cancelled = CompletableFuture.runAsync(
                () -> given().delete("/v1/jobs/" + job).then().statusCode(200));

        given().header("Prefer", "respond-async, wait=30")
                .get("/v1/jobs/" + job)
                .then()
                .statusCode(200)
                .header("Preference-Applied", "wait=30")
                .body("state", equalTo("CANCELLED"));
        cancelled.join();
    }

    @Test
    void answersWithAnOpenJobWhenTheTimeIsOver() {
        String job = submit();

        given().header("Prefer", "wait=1")
                .get("/v1/jobs/" + job)
                .then()
                .statusCode(200)
                .header("Preference-Applied", "wait=1")
                .body("finishedAt", nullValue());
        given().header("Prefer", "wait=soon")
                .get("/v1/jobs/" + job)
                .then()
                .statusCode(200)
                .header("Preference-Applied", nullValue());
        given().header("Prefer", "wait=1")
                .get("/v1/jobs/" + UUID.randomUUID())
                .then()
                .statusCode(404);
    }

    private Stream<String> open(String path, @Nullable String last) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        if (last != null) {
            request.header("Last-Event-ID", last);
        }
        // A stream that a test before has closed is noticed a moment later.
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> client.send(request.build(), HttpResponse.BodyHandlers.ofLines()),
                        response -> response.statusCode() == 200)
                .body();
    }

    /** The lines of the next event that is no comment; its id is added. */
    private static String event(Iterator<String> lines, List<String> ids) {
        StringBuilder event = new StringBuilder();
        while (true) {
            String line = lines.next();
            if (line.startsWith("id:")) {
                ids.add(line.substring(3).strip());
            }
            if (line.isEmpty() && event.indexOf("data:") >= 0) {
                return event.toString();
            }
            event.append(line).append('\n');
        }
    }

    private static String comment(Iterator<String> lines) {
        String line = lines.next();
        while (!line.startsWith(":")) {
            line = lines.next();
        }
        return line;
    }

    private static String submit() {
        return given().contentType("application/json")
                .body("{\"documents\": [{\"text\": \"Good morning.\"}], \"tasks\": {\"summarize\": {}}}")
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }
}
