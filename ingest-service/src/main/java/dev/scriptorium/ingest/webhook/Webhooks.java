package dev.scriptorium.ingest.webhook;

import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.document.TimeOrderedId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.Tenant;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes, lists, changes and deletes webhooks, and shows what they were told. Thread-safe. */
public final class Webhooks {

    public static final int PAGE = 100;

    private final WebhookStore store;
    private final WebhookAddresses addresses;
    private final SecretCipher cipher;
    private final Settings settings;

    Webhooks(WebhookStore store, WebhookAddresses addresses, SecretCipher cipher, Settings settings) {
        this.store = store;
        this.addresses = addresses;
        this.cipher = cipher;
        this.settings = settings;
    }

    /**
     * How webhooks are made.
     *
     * @param most beside those of single jobs
     * @param previousSecret how long the secret before the last rotation signs as well
     */
    record Settings(Tenant tenant, int most, Duration previousSecret, InstantSource clock, RandomGenerator random) {}

    /**
     * What a new webhook is to be.
     *
     * @param secret the client's own; empty: one is made
     */
    public record Wanted(String url, Set<WebhookEvent> events, Optional<String> secret) {

        public Wanted {
            events = Set.copyOf(events);
        }

        /** The secret stays out of logs. */
        @Override
        public String toString() {
            return "Wanted[" + events + "]";
        }
    }

    /**
     * A webhook and its new secret.
     *
     * @param secret what nothing can show again; empty where the client gave it
     */
    public record Created(Webhook webhook, Optional<String> secret) {

        /** The secret stays out of logs. */
        @Override
        public String toString() {
            return "Created[" + webhook.id() + "]";
        }
    }

    public Created create(Wanted wanted, String description, String createdBy) {
        WebhookSecret secret = secret(wanted.secret());
        Webhook webhook = new Webhook(
                id(),
                Optional.empty(),
                addresses.parse(wanted.url()),
                wanted.events(),
                description,
                createdBy,
                settings.clock().instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        store.add(settings.tenant().id(), webhook, cipher.seal(webhook.id(), secret), settings.most());
        return new Created(webhook, shown(wanted.secret(), secret));
    }

    /** The webhook of a job that is being submitted; it is stored with the job. */
    public JobWebhook ofJob(Wanted wanted) {
        WebhookSecret secret = secret(wanted.secret());
        UUID id = id();
        URI url = addresses.parse(wanted.url());
        return new JobWebhook(
                id,
                url,
                wanted.events(),
                cipher.seal(id, secret),
                shown(wanted.secret(), secret),
                url + " " + wanted.events().stream().sorted().toList() + " "
                        + wanted.secret().orElse(""));
    }

    public List<Webhook> list(Optional<JobId> job) {
        return store.list(settings.tenant().id(), job);
    }

    public Webhook get(String id) {
        return parse(id)
                .flatMap(webhook -> store.find(settings.tenant().id(), webhook))
                .orElseThrow(Webhooks::unknown);
    }

    /** What is empty stays as it is. */
    public Webhook change(
            String id,
            Optional<String> url,
            Optional<Set<WebhookEvent>> events,
            Optional<String> description,
            Optional<Boolean> enabled) {
        WebhookStore.Change change = new WebhookStore.Change(url.map(addresses::parse), events, description, enabled);
        return parse(id)
                .flatMap(webhook -> store.change(settings.tenant().id(), webhook, change))
                .orElseThrow(Webhooks::unknown);
    }

    public void delete(String id) {
        parse(id)
                .filter(webhook -> store.delete(settings.tenant().id(), webhook))
                .orElseThrow(Webhooks::unknown);
    }

    /** A new secret; the present one signs for a while, too. */
    public Created rotate(String id) {
        WebhookSecret secret = WebhookSecret.random();
        Instant until = settings.clock().instant().plus(settings.previousSecret());
        Webhook webhook = parse(id)
                .flatMap(known -> store.rotate(settings.tenant().id(), known, cipher.seal(known, secret), until))
                .orElseThrow(Webhooks::unknown);
        return new Created(webhook, Optional.of(secret.text()));
    }

    /**
     * A page of what a webhook was told, the newest first.
     *
     * @param before the number that a page begins below
     */
    public List<WebhookMessage> messages(String id, Optional<WebhookMessage.Status> status, OptionalLong before) {
        UUID webhook = get(id).id();
        return store.messages(settings.tenant().id(), webhook, status, before, PAGE);
    }

    public WebhookMessage message(String id, String message) {
        UUID webhook = get(id).id();
        return parse(message)
                .flatMap(known -> store.message(settings.tenant().id(), webhook, known))
                .orElseThrow(Webhooks::unknownMessage);
    }

    /** Has a message tried again from now on. Fails with {@code BAD_REQUEST} while the webhook is disabled. */
    public WebhookMessage resend(String id, String message) {
        Webhook webhook = get(id);
        if (webhook.disabled().isPresent()) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST, "The webhook is disabled; enable it before messages are sent again.");
        }
        return parse(message)
                .flatMap(known -> store.resend(settings.tenant().id(), webhook.id(), known))
                .orElseThrow(Webhooks::unknownMessage);
    }

    private UUID id() {
        return TimeOrderedId.next(settings.clock(), settings.random());
    }

    private static WebhookSecret secret(Optional<String> given) {
        return given.map(WebhookSecret::parse).orElseGet(WebhookSecret::random);
    }

    private static Optional<String> shown(Optional<String> given, WebhookSecret secret) {
        return given.isPresent() ? Optional.empty() : Optional.of(secret.text());
    }

    private static Optional<UUID> parse(String id) {
        try {
            return Optional.of(WebhookMessage.parse(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static FailureException unknown() {
        return new FailureException(FailureCode.NOT_FOUND, "No webhook has this id.");
    }

    private static FailureException unknownMessage() {
        return new FailureException(FailureCode.NOT_FOUND, "The webhook has no message with this id.");
    }
}
