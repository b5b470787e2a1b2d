package dev.scriptorium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One job for each fault, all on one data folder: nothing is lost, nothing is there twice, and the texts are those of a run without faults. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {
    private static final int DOCUMENTS = Integer.getInteger("e2e.documents", 24);
    private static final Duration JOB_LIMIT = Duration.ofSeconds(120 + 5L * DOCUMENTS);
    private static final Set<String> OVER = Set.of("SUCCEEDED", "PARTIAL", "FAILED", "CANCELLED", "EXPIRED");

    private Platform platform;
    private Map<String, String> undisturbed;

    @BeforeAll
    void runOneJobWithoutFaults() throws Exception {
        platform = Platform.up("faults");
        String job = platform.submit(Corpus.job(DOCUMENTS));
        awaitEnd(job);
        try (Connection database = platform.database()) {
            undisturbed = Invariants.texts(database, job);
        }
        assertThat(undisturbed).hasSize(3 * DOCUMENTS);
    }

    @AfterAll
    void stop() {
        platform.close();
    }

    @Test
    void survivesAKillOfTheServices() throws SQLException {
        String job = interrupted();

        platform.kill();
        platform.upAgain();

        assertAllThere(job);
    }

    @Test
    void survivesAKillOfKafka() throws SQLException {
        String job = interrupted();

        platform.killKafka();

        assertAllThere(job);
    }

    @Test
    void survivesAKillOfPostgres() throws SQLException {
        String job = interrupted();

        platform.killPostgres();

        assertAllThere(job);
    }

    @Test
    void survivesAKillOfEverything() throws SQLException {
        String job = interrupted();

        platform.killEverything();
        platform.upAgain();

        assertAllThere(job);
    }

    @Test
    void survivesTheLossOfAllThatKafkaKeeps() throws Exception {
        String job = interrupted();

        platform.killEverything();
        platform.wipeKafka();
        platform.upAgain();

        assertAllThere(job);
    }

    @Test
    void takesEveryRecordTwice() throws Exception {
        try (EveryRecordTwice twice = new EveryRecordTwice(platform.kafka())) {
            String job = platform.submit(Corpus.job(DOCUMENTS));

            assertAllThere(job);
            assertThat(twice.copies()).isGreaterThanOrEqualTo(DOCUMENTS);
        }
    }

    /** A job of which a part is done and a part is not. */
    private String interrupted() {
        String job = platform.submit(Corpus.job(DOCUMENTS));
        Awaitility.await("a part of the job is done")
                .atMost(JOB_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> platform.get("/v1/jobs/" + job).path("progress").asDouble() > 0.1);
        return job;
    }

    private void assertAllThere(String job) throws SQLException {
        awaitEnd(job);
        try (Connection database = platform.database()) {
            assertThat(Invariants.breaches(database)).isEmpty();
            assertThat(Invariants.texts(database, job)).isEqualTo(undisturbed);
        }
        assertThat(platform.get("/v1/jobs/" + job)
                        .path("documents")
                        .path("succeeded")
                        .asInt())
                .isEqualTo(DOCUMENTS);
    }

    private void awaitEnd(String job) {
        Awaitility.await("the job is over")
                .atMost(JOB_LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions() // the API may be away for a moment when a server was killed
                .until(() -> {
                    JsonNode answer = platform.get("/v1/jobs/" + job);
                    return OVER.contains(answer.path("state").asText());
                });
    }
}
