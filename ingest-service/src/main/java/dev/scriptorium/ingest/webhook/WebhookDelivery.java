package dev.scriptorium.ingest.webhook;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.RetryPolicy;
import dev.scriptorium.ingest.webhook.WebhookMessage.Attempt;
import dev.scriptorium.ingest.webhook.WebhookQueue.Claim;
import dev.scriptorium.ingest.webhook.WebhookQueue.Verdict;
import dev.scriptorium.ingest.webhook.WebhookQueue.Work;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Delivers the messages of a queue one after the other: signs, sends, and decides what follows. A message is delivered at least once,
 * and none overtakes another of its job. Thread-safe.
 */
final class WebhookDelivery {

    private static final int GONE = 410;
    private static final int TURN = 20;

    private final WebhookQueue queue;
    private final WebhookAddresses addresses;
    private final WebhookSender sender;
    private final SecretCipher cipher;
    private final WebhookMetrics metrics;
    private final Settings settings;

    WebhookDelivery(
            WebhookQueue queue,
            WebhookAddresses addresses,
            WebhookSender sender,
            SecretCipher cipher,
            WebhookMetrics metrics,
            Settings settings) {
        this.queue = queue;
        this.addresses = addresses;
        this.sender = sender;
        this.cipher = cipher;
        this.metrics = metrics;
        this.settings = settings;
    }

    /**
     * When what is tried again.
     *
     * @param timeout of an attempt
     * @param lease longer than an attempt with all around it takes
     * @param base the longest wait after the first failed attempt
     * @param cap the longest wait of all
     * @param giveUpAfter how long a message is tried
     * @param disableAfter how long all attempts must have failed until a webhook is disabled
     * @param baseUrl what the links of messages begin with
     */
    record Settings(
            Duration timeout,
            Duration lease,
            Duration base,
            Duration cap,
            Duration giveUpAfter,
            Duration disableAfter,
            String baseUrl,
            InstantSource clock,
            RandomGenerator random) {}

    /** Until the queue is empty, a message fails, others must have their turn, or {@code stopped}. */
    void work(Claim claim, BooleanSupplier stopped) {
        for (int done = 0; done < TURN && !stopped.getAsBoolean(); done++) {
            Optional<Work> next = queue.next(claim, settings.lease());
            if (next.isEmpty() || !deliver(claim, next.get())) {
                return;
            }
        }
        queue.release(claim);
    }

    /** Whether the claim goes on. */
    private boolean deliver(Claim claim, Work work) {
        Instant begin = settings.clock().instant();
        WebhookSender.Answer answer = send(claim, work, begin);
        Instant end = settings.clock().instant();
        Optional<String> error = error(answer);
        Verdict verdict = error.isEmpty() ? new Verdict.Delivered() : afterFailure(work, answer, end);
        metrics.attempted(error.isEmpty());
        queue.settle(claim, work, new Attempt(begin, answer.status(), Duration.between(begin, end), error), verdict);
        return switch (verdict) {
            case Verdict.Delivered delivered -> true;
            case Verdict.GivenUp givenUp -> true;
            case Verdict.Again again -> false;
            case Verdict.Disabled disabled -> false;
        };
    }

    private WebhookSender.Answer send(Claim claim, Work work, Instant now) {
        try {
            InetAddress address = addresses.resolve(work.url());
            byte[] body = WebhookPayload.of(work.message(), settings.baseUrl());
            return sender.post(work.url(), address, headers(claim, work, now, body), body, settings.timeout());
        } catch (FailureException e) {
            return WebhookSender.Answer.failed(e.reason());
        }
    }

    private Map<String, String> headers(Claim claim, Work work, Instant now, byte[] body) {
        String id = work.message().name();
        long timestamp = now.getEpochSecond();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Scriptorium-Webhooks/1");
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(timestamp));
        headers.put(
                "webhook-signature",
                work.sealedSecrets().stream()
                        .map(stored -> cipher.open(claim.webhook(), stored).sign(id, timestamp, body))
                        .collect(Collectors.joining(" ")));
        return headers;
    }

    private static Optional<String> error(WebhookSender.Answer answer) {
        OptionalInt status = answer.status();
        if (status.isEmpty()) {
            return answer.error();
        }
        return switch (status.getAsInt() / 100) {
            case 2 -> Optional.empty();
            case 3 -> Optional.of("The answer is a redirect; redirects are not followed.");
            default -> Optional.of("The status of the answer is not 2xx.");
        };
    }

    private Verdict afterFailure(Work work, WebhookSender.Answer answer, Instant now) {
        if (answer.status().equals(OptionalInt.of(GONE))) {
            return new Verdict.Disabled("The receiver answered 410 Gone.");
        }
        if (work.failingSince()
                .filter(since -> since.plus(settings.disableAfter()).isBefore(now))
                .isPresent()) {
            return new Verdict.Disabled("Every attempt failed for " + settings.disableAfter() + ".");
        }
        if (!work.message().wantedAt().plus(settings.giveUpAfter()).isAfter(now)) {
            return new Verdict.GivenUp();
        }
        return new Verdict.Again(wait(work.message().attempts() + 1, answer.retryAfter()));
    }

    /** Between half of the back-off and all of it, or as long as the receiver asks for, but not longer than the cap. */
    private Duration wait(int attempt, Optional<Duration> asked) {
        Duration backOff = RetryPolicy.grown(settings.base(), attempt, settings.cap());
        Duration half = backOff.dividedBy(2);
        Duration wait = half.plusMillis(settings.random().nextLong(half.toMillis() + 1));
        return asked.filter(longer -> longer.compareTo(wait) > 0)
                .map(longer -> longer.compareTo(settings.cap()) < 0 ? longer : settings.cap())
                .orElse(wait);
    }
}
