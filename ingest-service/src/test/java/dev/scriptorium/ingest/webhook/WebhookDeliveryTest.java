package dev.scriptorium.ingest.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.standardwebhooks.Webhook;
import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.ingest.webhook.WebhookMessage.Attempt;
import dev.scriptorium.ingest.webhook.WebhookQueue.Claim;
import dev.scriptorium.ingest.webhook.WebhookQueue.Verdict;
import dev.scriptorium.ingest.webhook.WebhookQueue.Work;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WebhookDeliveryTest {

    private static final Instant NOW = Instant.now();
    private static final Duration BASE = Duration.ofSeconds(4);
    private static final Duration CAP = Duration.ofMinutes(1);
    private static final Duration GIVE_UP = Duration.ofHours(24);
    private static final Duration DISABLE = Duration.ofDays(5);
    private static final Claim CLAIM = new Claim(UUID.randomUUID(), new JobId(UUID.randomUUID()), UUID.randomUUID());
    private static final WebhookSecret SECRET = WebhookSecret.random();
    private static final WebhookSecret PREVIOUS = WebhookSecret.random();

    private final Random random = new Random(7);
    private final FakeQueue queue = new FakeQueue();
    private final FakeSender sender = new FakeSender();
    private final SecretCipher cipher = new SecretCipher(Optional.empty());

    @Test
    void deliversAllThatWaitsInOrder() {
        queue.add(message(0, NOW));
        queue.add(message(0, NOW));
        sender.answers(200, 204);

        delivery().work(CLAIM, () -> false);

        assertThat(queue.verdicts)
                .hasOnlyElementsOfType(Verdict.Delivered.class)
                .hasSize(2);
        assertThat(queue.attempts).extracting(Attempt::error).containsOnly(Optional.empty());
        assertThat(queue.released).isZero();
    }

    @Test
    void signsWithBothSecretsAndSendsIdsAndLinksOnly() throws Exception {
        WebhookMessage message = message(0, NOW);
        queue.add(message);
        sender.answers(200);

        delivery().work(CLAIM, () -> false);

        FakeSender.Request request = sender.requests.getFirst();
        assertThat(request.body)
                .isEqualTo("{\"type\":\"document.completed\",\"timestamp\":\"" + NOW + "\",\"data\":{\"jobId\":\""
                        + message.job() + "\",\"documentId\":\""
                        + message.document().orElseThrow()
                        + "\",\"customId\":\"order-17\",\"state\":\"SUCCEEDED\",\"links\":{\"job\":\"https://docs.example.org/v1/jobs/"
                        + message.job() + "\",\"document\":\"https://docs.example.org/v1/documents/"
                        + message.document().orElseThrow() + "\"}}}");
        assertThat(request.headers).containsEntry("webhook-id", "msg_" + message.id());
        HttpHeaders headers = HttpHeaders.of(
                request.headers.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue()))),
                (name, value) -> true);
        for (WebhookSecret secret : List.of(SECRET, PREVIOUS)) {
            Webhook receiver = new Webhook(secret.text());
            assertThatCode(() -> receiver.verify(request.body, headers)).doesNotThrowAnyException();
        }
    }

    @Test
    void waitsLongerAfterEachFailureUpToTheCapWithJitter() {
        for (int attempts = 0; attempts < 10; attempts++) {
            queue.add(message(attempts, NOW));
            sender.answers(500);
            delivery().work(CLAIM, () -> false);
        }

        assertThat(queue.verdicts).hasOnlyElementsOfType(Verdict.Again.class);
        for (int i = 0; i < 10; i++) {
            Duration most = BASE.multipliedBy(1L << i).compareTo(CAP) < 0 ? BASE.multipliedBy(1L << i) : CAP;
            assertThat(((Verdict.Again) queue.verdicts.get(i)).after())
                    .as("wait after attempt %s", i + 1)
                    .isBetween(most.dividedBy(2), most);
        }
        assertThat(queue.verdicts.stream().skip(5).distinct().count())
                .as("jitter")
                .isGreaterThan(1);
    }

    @Test
    void waitsAsLongAsTheReceiverAsksForButNotLongerThanTheCap() {
        queue.add(message(0, NOW));
        sender.answers.add(
                new WebhookSender.Answer(OptionalInt.of(503), Optional.of(Duration.ofSeconds(50)), Optional.empty()));
        delivery().work(CLAIM, () -> false);
        queue.add(message(0, NOW));
        sender.answers.add(
                new WebhookSender.Answer(OptionalInt.of(429), Optional.of(Duration.ofDays(50)), Optional.empty()));
        delivery().work(CLAIM, () -> false);

        assertThat(queue.verdicts).containsExactly(new Verdict.Again(Duration.ofSeconds(50)), new Verdict.Again(CAP));
    }

    @Test
    void doesNotLetAMessageOvertakeOneThatFailed() {
        queue.add(message(0, NOW));
        queue.add(message(0, NOW));
        sender.answers(500, 200);

        delivery().work(CLAIM, () -> false);

        assertThat(sender.requests).hasSize(1);
    }

    @Test
    void givesAMessageUpThatWasTriedForLongEnoughAndGoesOn() {
        queue.add(message(30, NOW.minus(GIVE_UP)));
        queue.add(message(30, NOW.minus(GIVE_UP).plusSeconds(1)));
        sender.answers(500, 500);

        delivery().work(CLAIM, () -> false);

        assertThat(queue.verdicts).hasSize(2);
        assertThat(queue.verdicts.getFirst()).isEqualTo(new Verdict.GivenUp());
        assertThat(queue.verdicts.getLast()).isInstanceOf(Verdict.Again.class);
    }

    @Test
    void disablesAWebhookThatIsGone() {
        queue.add(message(0, NOW));
        sender.answers(410);

        delivery().work(CLAIM, () -> false);

        assertThat(queue.verdicts).containsExactly(new Verdict.Disabled("The receiver answered 410 Gone."));
    }

    @Test
    void disablesAWebhookThatFailedForTooLong() {
        queue.failingSince = Optional.of(NOW.minus(DISABLE));
        queue.add(message(0, NOW));
        sender.answers(500);
        delivery().work(CLAIM, () -> false);
        queue.failingSince = Optional.of(NOW.minus(DISABLE).minusSeconds(1));
        queue.add(message(0, NOW));
        sender.answers(500);
        delivery().work(CLAIM, () -> false);

        assertThat(queue.verdicts.getFirst()).isInstanceOf(Verdict.Again.class);
        assertThat(queue.verdicts.getLast()).isEqualTo(new Verdict.Disabled("Every attempt failed for PT120H."));
    }

    @Test
    void sendsNothingToAnAddressThatIsNotAllowed() {
        queue.url = URI.create("https://metadata.example.org/");
        queue.add(message(0, NOW));

        delivery(InetAddress.ofLiteral("169.254.169.254")).work(CLAIM, () -> false);

        assertThat(sender.requests).isEmpty();
        assertThat(queue.attempts.getFirst().error())
                .hasValueSatisfying(error -> assertThat(error).contains("public address"));
    }

    @Test
    void namesWhyAnAttemptFailed() {
        queue.add(message(0, NOW));
        sender.answers(302);
        delivery().work(CLAIM, () -> false);

        assertThat(queue.attempts.getFirst().error()).contains("The answer is a redirect; redirects are not followed.");
    }

    @Test
    void letsOthersHaveTheirTurn() {
        for (int i = 0; i < 30; i++) {
            queue.add(message(0, NOW));
            sender.answers(200);
        }

        delivery().work(CLAIM, () -> false);

        assertThat(sender.requests).hasSize(20);
        assertThat(queue.released).isEqualTo(1);
    }

    @Test
    void givesTheQueueBackWhenItIsStopped() {
        queue.add(message(0, NOW));

        delivery().work(CLAIM, () -> true);

        assertThat(sender.requests).isEmpty();
        assertThat(queue.released).isEqualTo(1);
    }

    private WebhookDelivery delivery() {
        return delivery(InetAddress.ofLiteral("93.184.216.34"));
    }

    private WebhookDelivery delivery(InetAddress resolved) {
        return new WebhookDelivery(
                queue,
                new WebhookAddresses(new AddressRules(List.of()), false, 2000, host -> List.of(resolved)),
                sender,
                cipher,
                new WebhookMetrics(new SimpleMeterRegistry()),
                new WebhookDelivery.Settings(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(40),
                        BASE,
                        CAP,
                        GIVE_UP,
                        DISABLE,
                        "https://docs.example.org",
                        () -> NOW,
                        random));
    }

    private static WebhookMessage message(int attempts, Instant wantedAt) {
        return new WebhookMessage(
                1,
                UUID.randomUUID(),
                CLAIM.job(),
                Optional.of(new DocumentId(UUID.randomUUID())),
                "order-17",
                WebhookEvent.DOCUMENT_COMPLETED,
                State.SUCCEEDED,
                WebhookMessage.Status.WAITING,
                attempts,
                NOW,
                wantedAt,
                Optional.empty(),
                List.of());
    }

    private final class FakeQueue implements WebhookQueue {

        private final Deque<WebhookMessage> waiting = new ArrayDeque<>();
        private final List<Verdict> verdicts = new ArrayList<>();
        private final List<Attempt> attempts = new ArrayList<>();
        private Optional<Instant> failingSince = Optional.empty();
        private URI url = URI.create("https://hooks.example.org/");
        private int released;

        void add(WebhookMessage message) {
            waiting.add(message);
        }

        @Override
        public List<Claim> claim(int limit, Collection<UUID> exceptWebhooks, Duration lease) {
            return List.of();
        }

        @Override
        public Optional<Work> next(Claim claim, Duration lease) {
            return Optional.ofNullable(waiting.poll())
                    .map(message -> new Work(
                            url,
                            List.of(cipher.seal(claim.webhook(), SECRET), cipher.seal(claim.webhook(), PREVIOUS)),
                            failingSince,
                            message));
        }

        @Override
        public void settle(Claim claim, Work work, Attempt attempt, Verdict verdict) {
            attempts.add(attempt);
            verdicts.add(verdict);
        }

        @Override
        public void release(Claim claim) {
            released++;
        }

        @Override
        public long waiting() {
            return waiting.size();
        }

        @Override
        public void deleteOlderThan(Duration age) {}
    }

    private static final class FakeSender implements WebhookSender {

        private final Deque<Answer> answers = new ArrayDeque<>();
        private final List<Request> requests = new ArrayList<>();

        void answers(int... statuses) {
            for (int status : statuses) {
                answers.add(new Answer(OptionalInt.of(status), Optional.empty(), Optional.empty()));
            }
        }

        @Override
        public Answer post(URI url, InetAddress address, Map<String, String> headers, byte[] body, Duration within) {
            requests.add(new Request(headers, new String(body, StandardCharsets.UTF_8)));
            return answers.remove();
        }

        private record Request(Map<String, String> headers, String body) {}
    }
}
