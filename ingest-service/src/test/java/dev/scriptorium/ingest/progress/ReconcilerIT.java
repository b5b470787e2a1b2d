package dev.scriptorium.ingest.progress;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.event.v1.DocumentFailed;
import dev.scriptorium.runtime.event.EventContext;
import dev.scriptorium.runtime.event.EventPublisher;
import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Documents that nobody finishes: there is no stage behind extraction here. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(ReconcilerIT.ShortLease.class)
class ReconcilerIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    EventPublisher publisher;

    @Test
    void sendsADocumentWithoutProgressAgainAndThenGivesUp() {
        String job = submit();

        await("/v1/jobs/" + job, "state", "FAILED");

        given().get("/v1/jobs/" + job + "/documents")
                .then()
                .body("documents[0].attempt", equalTo(2))
                .body("documents[0].failure.code", equalTo("NO_PROGRESS"));
    }

    @Test
    void triesAgainAfterAFailureThatPasses() {
        String job = submit();
        String document = given().get("/v1/jobs/" + job + "/documents").path("documents[0].id");

        publisher
                .publish(
                        Topics.DOCUMENTS_FAILED,
                        document,
                        DocumentFailed.newBuilder()
                                .setDocument(DocumentRef.newBuilder()
                                        .setJobId(job)
                                        .setDocumentId(document)
                                        .setAttempt(1))
                                .setStage("translation")
                                .setCode("OVERLOADED")
                                .setReason("Too much work is waiting.")
                                .setRetryable(true)
                                .build(),
                        new EventContext("default", TraceParent.start(new Random(1))))
                .toCompletableFuture()
                .join();

        await("/v1/documents/" + document, "attempt", 2);
        given().get("/v1/documents/" + document).then().body("attempt", greaterThan(1));
    }

    private static String submit() {
        return given().contentType("application/json")
                .body(Map.of(
                        "documents",
                        new Object[] {Map.of("text", "Good morning.")},
                        "tasks",
                        Map.of("summarize", Map.of())))
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static void await(String path, String field, Object value) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> value.equals(given().get(path).jsonPath().get(field)));
    }

    /** A lease that a test can wait for. */
    public static final class ShortLease implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "scriptorium.ingest.blob-directory",
                            Path.of("target", "blobs").toString(),
                    "scriptorium.ingest.lease", "2S",
                    "scriptorium.ingest.reconcile-every", "1S",
                    "scriptorium.ingest.retry.attempts", "2");
        }
    }
}
