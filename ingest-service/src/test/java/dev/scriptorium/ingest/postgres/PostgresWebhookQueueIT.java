package dev.scriptorium.ingest.postgres;

import static dev.scriptorium.ingest.job.NewJobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.core.document.JobId;
import dev.scriptorium.ingest.webhook.Webhook;
import dev.scriptorium.ingest.webhook.WebhookEvent;
import dev.scriptorium.ingest.webhook.WebhookMessage;
import dev.scriptorium.ingest.webhook.WebhookQueue.Claim;
import dev.scriptorium.ingest.webhook.WebhookQueue.Verdict;
import dev.scriptorium.ingest.webhook.WebhookQueue.Work;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** Claims of several instances on one Postgres. */
@Timeout(120)
class PostgresWebhookQueueIT {

    private static final String TENANT = "default";
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Verdict DELIVERED = new Verdict.Delivered();

    private static PGSimpleDataSource source;
    private static PostgresWebhookStore store;
    private static PostgresWebhookQueue queue;
    private static PostgresJobStore jobs;

    private Webhook webhook;

    @BeforeAll
    static void migrate() throws SQLException {
        source = FreshDatabase.create();
        PostgresDatabase database = new PostgresDatabase(source);
        store = new PostgresWebhookStore(database);
        queue = new PostgresWebhookQueue(database);
        jobs = new PostgresJobStore(database);
    }

    @BeforeEach
    void addWebhook() {
        webhook = new Webhook(
                UUID.randomUUID(),
                Optional.empty(),
                URI.create("https://hooks.example.org/"),
                EnumSet.allOf(WebhookEvent.class),
                "",
                "test",
                Instant.now(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        store.add(TENANT, webhook, "plain:secret", 10);
    }

    @AfterEach
    void deleteWebhook() {
        store.delete(TENANT, webhook.id());
    }

    @Test
    void givesAQueueToOneInstanceAtATimeAndItsMessagesInOrder() throws SQLException {
        // Given 20 jobs with 10 messages each
        Set<JobId> open = ConcurrentHashMap.newKeySet();
        ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
        Map<JobId, List<Long>> delivered = new ConcurrentHashMap<>();
        for (int i = 0; i < 20; i++) {
            JobId job = job();
            delivered.put(job, new CopyOnWriteArrayList<>());
            for (int message = 0; message < 10; message++) {
                tell(job, UUID.randomUUID(), "SUCCEEDED");
            }
        }

        // When eight instances work on them
        List<CompletableFuture<Void>> instances = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    while (queue.waiting() > 0) {
                        for (Claim claim : queue.claim(3, List.of(), LEASE)) {
                            if (!open.add(claim.job())) {
                                faults.add("two instances have " + claim.job());
                            }
                            for (int turn = 0; turn < 3; turn++) {
                                queue.next(claim, LEASE).ifPresent(work -> {
                                    delivered
                                            .get(claim.job())
                                            .add(work.message().number());
                                    queue.settle(claim, work, attempt(200), DELIVERED);
                                });
                            }
                            open.remove(claim.job());
                            queue.release(claim);
                        }
                    }
                }))
                .toList();
        instances.forEach(CompletableFuture::join);

        assertThat(faults).isEmpty();
        assertThat(delivered.values())
                .allSatisfy(numbers -> assertThat(numbers).hasSize(10).isSorted());
    }

    @Test
    void isTakenOverWhenTheLeaseIsOverAndThenNoLongerTheFirstOnes() throws SQLException {
        JobId job = job();
        tell(job, null, "SUCCEEDED");
        Claim dead = queue.claim(1, List.of(), Duration.ofMillis(200)).getFirst();
        Work unsettled = queue.next(dead, Duration.ofMillis(200)).orElseThrow();
        assertThat(queue.claim(1, List.of(), LEASE)).isEmpty();

        Claim heir = Awaitility.await()
                .until(() -> queue.claim(1, List.of(), LEASE), claims -> !claims.isEmpty())
                .getFirst();
        Work again = queue.next(heir, LEASE).orElseThrow();

        assertThat(again.message().id()).isEqualTo(unsettled.message().id());
        assertThat(queue.next(dead, LEASE)).isEmpty();
        queue.settle(heir, again, attempt(200), DELIVERED);
        queue.settle(dead, unsettled, attempt(500), new Verdict.GivenUp());
        assertThat(messages()).extracting(WebhookMessage::status).containsExactly(WebhookMessage.Status.DELIVERED);
        assertThat(messages().getFirst().log()).hasSize(2);
    }

    @Test
    void doesNotMissAMessageThatIsStoredWhileTheQueueIsFoundEmpty() throws Exception {
        // Given a claimed queue whose only message is delivered, and a transaction that tells the next one
        JobId job = job();
        tell(job, UUID.randomUUID(), "SUCCEEDED");
        Claim claim = queue.claim(1, List.of(), LEASE).getFirst();
        queue.settle(claim, queue.next(claim, LEASE).orElseThrow(), attempt(200), DELIVERED);
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            tell(connection, job, null, "SUCCEEDED");

            // When the queue is looked at before that transaction ends
            CompletableFuture<Optional<Work>> next = CompletableFuture.supplyAsync(() -> queue.next(claim, LEASE));
            Awaitility.await().until(PostgresWebhookQueueIT::somebodyWaitsForALock);
            connection.commit();

            assertThat(next.get())
                    .hasValueSatisfying(
                            work -> assertThat(work.message().event()).isEqualTo(WebhookEvent.JOB_COMPLETED));
        }
    }

    @Test
    void waitsAfterAFailureAndKeepsTheOtherJobsGoing() throws SQLException {
        JobId failing = job();
        tell(failing, null, "SUCCEEDED");
        Claim claim = queue.claim(1, List.of(), LEASE).getFirst();
        queue.settle(
                claim, queue.next(claim, LEASE).orElseThrow(), attempt(500), new Verdict.Again(Duration.ofHours(1)));
        JobId other = job();
        tell(other, null, "SUCCEEDED");

        assertThat(queue.claim(10, List.of(), LEASE)).extracting(Claim::job).containsExactly(other);
        assertThat(store.find(TENANT, webhook.id()).orElseThrow().failingSince())
                .isPresent();
    }

    @Test
    void passesABusyWebhookBy() throws SQLException {
        tell(job(), null, "SUCCEEDED");

        assertThat(queue.claim(10, List.of(webhook.id()), LEASE)).isEmpty();
        assertThat(queue.claim(10, List.of(), LEASE)).hasSize(1);
    }

    @Test
    void givesUpWhatWaitsForADisabledWebhookAndTellsItNothingMore() throws SQLException {
        JobId job = job();
        tell(job, UUID.randomUUID(), "SUCCEEDED");
        tell(job, null, "SUCCEEDED");
        Claim claim = queue.claim(1, List.of(), LEASE).getFirst();
        queue.settle(claim, queue.next(claim, LEASE).orElseThrow(), attempt(410), new Verdict.Disabled("gone"));
        tell(job(), null, "SUCCEEDED");

        assertThat(queue.claim(10, List.of(), LEASE)).isEmpty();
        assertThat(messages())
                .extracting(WebhookMessage::status)
                .containsExactly(WebhookMessage.Status.FAILED, WebhookMessage.Status.FAILED);
        assertThat(store.find(TENANT, webhook.id()).orElseThrow().disabled())
                .hasValueSatisfying(disabled -> assertThat(disabled.reason()).isEqualTo("gone"));
    }

    @Test
    void tellsOfEndsOnly() throws SQLException {
        JobId job = job();
        tell(job, null, "RUNNING");
        tell(job, null, "CANCELLING");

        assertThat(messages()).isEmpty();
    }

    @Test
    void deletesOldMessagesButNoneThatWait() throws SQLException {
        JobId job = job();
        tell(job, UUID.randomUUID(), "SUCCEEDED");
        tell(job, null, "SUCCEEDED");
        Claim claim = queue.claim(1, List.of(), LEASE).getFirst();
        queue.settle(claim, queue.next(claim, LEASE).orElseThrow(), attempt(200), DELIVERED);

        queue.deleteOlderThan(Duration.ofDays(1));
        assertThat(messages()).hasSize(2);
        queue.deleteOlderThan(Duration.ZERO);

        assertThat(messages()).extracting(WebhookMessage::status).containsExactly(WebhookMessage.Status.WAITING);
    }

    private List<WebhookMessage> messages() {
        return store.messages(TENANT, webhook.id(), Optional.empty(), OptionalLong.empty(), 100);
    }

    private static WebhookMessage.Attempt attempt(int status) {
        return new WebhookMessage.Attempt(
                Instant.now(),
                OptionalInt.of(status),
                Duration.ofMillis(5),
                status == 200 ? Optional.empty() : Optional.of("failed"));
    }

    private static JobId job() {
        return jobs.accept(aJob().of("a.txt").build());
    }

    private static void tell(JobId job, @Nullable UUID document, String state) throws SQLException {
        try (Connection connection = source.getConnection()) {
            tell(connection, job, document, state);
        }
    }

    private static void tell(Connection connection, JobId job, @Nullable UUID document, String state)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO ingest.event (tenant_id, job_id, document_id, state) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, TENANT);
            insert.setObject(2, job.value());
            insert.setObject(3, document);
            insert.setString(4, state);
            insert.executeUpdate();
        }
    }

    private static boolean somebodyWaitsForALock() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")) {
            return query.executeQuery().next();
        }
    }
}
