package dev.scriptorium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.proto.Topics;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The five packaged services, two instances of three of them, while instances are killed, replaced in good order, and lose a topic. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {
    private static final int DOCUMENTS = Integer.getInteger("e2e.documents", 24);
    private static final Duration JOB_LIMIT = Duration.ofSeconds(180 + 5L * DOCUMENTS);
    private static final Set<String> OVER =
            Set.of("SUCCEEDED", "PARTIAL", "FAILED", "CANCELLED", "EXPIRED", "REJECTED");
    private static final String ONE_TEXT =
            "{\"texts\":[\"The invoice is due in 30 days.\"],\"source\":\"en\",\"target\":\"de\"}";

    private Cluster cluster;

    @BeforeAll
    void start() throws Exception {
        cluster = Cluster.start();
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void aJobSucceedsWhileAnInstanceOfEachKindIsKilled() throws SQLException {
        String job = cluster.submit(0, Corpus.job(DOCUMENTS));
        cluster.awaitProgress(job, 0.1, JOB_LIMIT);

        for (String service : List.of("inference", "translator", "ingest")) {
            cluster.instance(service, 0).kill();
            cluster.instance(service, 0).startAgain();
        }

        assertSucceeds(job, DOCUMENTS);
        cluster.instances("ingest").forEach(ServiceProcess::awaitReady);
        cluster.instances("translator").forEach(ServiceProcess::awaitReady);
        cluster.instances("inference").forEach(ServiceProcess::awaitReady);
    }

    /** Calls go to the instance of ingest that stays; those that it makes go to all instances of the others. */
    @Test
    void noCallFailsWhileInstancesAreReplacedInGoodOrder() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> callers = List.of(
                Thread.ofVirtual().start(() -> callUntil(enough, calls, failures)),
                Thread.ofVirtual().start(() -> callUntil(enough, calls, failures)));
        String job = cluster.submit(1, Corpus.job(DOCUMENTS));

        for (String service : List.of("translator", "inference", "ingest")) {
            cluster.instance(service, 0).stop();
            cluster.instance(service, 0).startAgain();
            cluster.instance(service, 0).awaitReady();
        }
        enough.set(true);
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(failures).as("of %s calls", calls).isEmpty();
        assertThat(calls.get()).isPositive();
        assertSucceeds(job, DOCUMENTS);
    }

    @Test
    void workGoesOnAfterATopicWasDeletedAndMadeAgain() throws Exception {
        String job = cluster.submit(0, Corpus.job(DOCUMENTS));
        cluster.awaitProgress(job, 0.1, JOB_LIMIT);

        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.kafka()))) {
            admin.deleteTopics(List.of(Topics.DOCUMENTS_TOKENIZED.name())).all().get();
        }

        assertSucceeds(job, DOCUMENTS);
        assertSucceeds(cluster.submit(1, Corpus.job(4)), 4);
        cluster.instances("translator").forEach(ServiceProcess::awaitReady);
    }

    private void callUntil(AtomicBoolean enough, AtomicInteger calls, List<String> failures) {
        while (!enough.get()) {
            calls.incrementAndGet();
            call().ifPresent(failures::add);
        }
    }

    private Optional<String> call() {
        try {
            HttpResponse<String> answer = cluster.post(1, "/v1/translate", ONE_TEXT);
            boolean translated = answer.statusCode() == 200 && answer.body().contains("\"text\":\"");
            return translated ? Optional.empty() : Optional.of(answer.statusCode() + " " + answer.body());
        } catch (RuntimeException e) {
            return Optional.of(e.toString());
        }
    }

    private void assertSucceeds(String job, int documents) throws SQLException {
        Awaitility.await("job " + job + " is over")
                .atMost(JOB_LIMIT)
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions() // an instance of ingest may be away
                .until(() -> OVER.contains(
                        cluster.get("/v1/jobs/" + job).path("state").asText()));
        JsonNode ended = cluster.get("/v1/jobs/" + job);
        assertThat(ended.path("documents").path("succeeded").asInt())
                .as(ended.toPrettyString())
                .isEqualTo(documents);
        try (Connection database = cluster.database()) {
            assertThat(Invariants.breaches(database)).isEmpty();
            assertThat(Invariants.texts(database, job)).hasSize(3 * documents);
        }
    }
}
