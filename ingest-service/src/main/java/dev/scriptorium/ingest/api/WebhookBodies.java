package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.ingest.webhook.JobWebhook;
import dev.scriptorium.ingest.webhook.Webhook;
import dev.scriptorium.ingest.webhook.WebhookEvent;
import dev.scriptorium.ingest.webhook.WebhookMessage;
import dev.scriptorium.ingest.webhook.Webhooks;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Webhooks as JSON. */
final class WebhookBodies {

    private static final String URL = "An address with https that leads to a public address";
    private static final String EVENTS = "job.completed and document.completed";
    private static final String SECRET =
            "whsec_ and the base64 of 24 to 64 bytes; without it one is made and shown in the answer";

    private WebhookBodies() {}

    /** Of a job that is submitted: told of the events of the job. */
    @Schema(
            name = "JobWebhook",
            requiredProperties = {"url"},
            example = """
            {"url": "https://hooks.example.org/scriptorium", "events": ["job.completed"]}""")
    public record OfJob(
            @Schema(description = URL) @Nullable String url,

            @Schema(description = EVENTS + "; job.completed by default") @Nullable
            List<String> events,

            @Schema(description = SECRET) @Nullable String secret) {

        Webhooks.Wanted wanted() {
            return WebhookBodies.wanted(url, events, List.of(WebhookEvent.JOB_COMPLETED), secret);
        }

        /** The secret stays out of logs. */
        @Override
        public String toString() {
            return "OfJob";
        }
    }

    /** Told of the events of all jobs. */
    @Schema(
            name = "CreateWebhook",
            requiredProperties = {"url"})
    public record CreateWebhook(
            @Schema(description = URL, examples = "https://hooks.example.org/scriptorium") @Nullable
            String url,

            @Schema(description = EVENTS + "; both by default", examples = "[\"job.completed\"]") @Nullable
            List<String> events,

            @Schema(description = "What it is for", examples = "invoice importer") @Nullable
            String description,

            @Schema(description = SECRET) @Nullable String secret) {

        Webhooks.Wanted wanted() {
            return WebhookBodies.wanted(url, events, List.of(WebhookEvent.values()), secret);
        }

        /** The secret stays out of logs. */
        @Override
        public String toString() {
            return "CreateWebhook";
        }
    }

    private static Webhooks.Wanted wanted(
            @Nullable String url,
            @Nullable List<String> events,
            Collection<WebhookEvent> otherwise,
            @Nullable String secret) {
        if (url == null) {
            throw JsonBody.bad("url is missing.");
        }
        return new Webhooks.Wanted(
                url, events == null ? Set.copyOf(otherwise) : events(events), Optional.ofNullable(secret));
    }

    private static Set<WebhookEvent> events(List<String> types) {
        if (types.contains(null)) {
            throw JsonBody.bad("events must not contain null.");
        }
        return WebhookEvent.all(types);
    }

    /** What is to be changed of a webhook; what is absent stays. */
    @Schema(name = "UpdateWebhook", example = """
            {"enabled": true}""")
    public record UpdateWebhook(
            @Schema(description = URL) @Nullable String url,

            @Schema(description = EVENTS) @Nullable List<String> events,

            @Schema(description = "What it is for") @Nullable
            String description,

            @Schema(description = "A disabled webhook is told nothing; what waits is given up") @Nullable
            Boolean enabled) {

        Optional<Set<WebhookEvent>> wantedEvents() {
            return Optional.ofNullable(events).map(WebhookBodies::events);
        }
    }

    /** A description, stripped. */
    static String description(@Nullable String given, int mostCharacters) {
        String description = given == null ? "" : given.strip();
        if (description.length() > mostCharacters) {
            throw JsonBody.bad("description must have at most " + mostCharacters + " characters.");
        }
        return description;
    }

    /** All webhooks, or those of a job. */
    @Schema(name = "Webhooks")
    public record WebhooksView(List<WebhookView> webhooks) {}

    /** A webhook without its secret. */
    @Schema(name = "Webhook")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record WebhookView(
            String id,

            @Schema(description = "The job whose events it is told of; absent for all jobs") @Nullable
            String jobId,

            String url,
            List<String> events,
            String description,

            @Schema(description = "Whether it is told of events")
            boolean enabled,

            @Schema(description = "Why it is disabled") @Nullable
            String disabledReason,

            @Nullable Instant disabledAt,

            @Schema(description = "Since when every attempt has failed") @Nullable
            Instant failingSince,

            @Schema(description = "How long the secret before the last rotation signs as well") @Nullable
            Instant previousSecretUntil,

            @Schema(description = "Who made it: key: and an id, service for the shared token, or job")
            String createdBy,

            Instant createdAt) {

        static WebhookView of(Webhook webhook) {
            return new WebhookView(
                    webhook.id().toString(),
                    webhook.job().map(JobId::toString).orElse(null),
                    webhook.url().toString(),
                    webhook.events().stream().map(WebhookEvent::type).sorted().toList(),
                    webhook.description(),
                    webhook.disabled().isEmpty(),
                    webhook.disabled().map(Webhook.Disabled::reason).orElse(null),
                    webhook.disabled().map(Webhook.Disabled::at).orElse(null),
                    webhook.failingSince().orElse(null),
                    webhook.previousUntil().orElse(null),
                    webhook.createdBy(),
                    webhook.createdAt());
        }
    }

    /** A webhook that was just made, or has a new secret. */
    @Schema(name = "CreatedWebhook")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CreatedWebhook(
            WebhookView webhook,

            @Schema(description = "What signs its messages, where the client did not give it. It is shown this once.")
            @Nullable
            String secret) {

        static CreatedWebhook of(Webhooks.Created created) {
            return new CreatedWebhook(
                    WebhookView.of(created.webhook()), created.secret().orElse(null));
        }

        /** The secret stays out of logs. */
        @Override
        public String toString() {
            return "CreatedWebhook[" + webhook.id() + "]";
        }
    }

    /** The webhook of a job that was just submitted. */
    @Schema(name = "CreatedJobWebhook")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CreatedWithJob(
            String id,

            @Schema(description = "What signs its messages, where the client did not give it. It is shown this once.")
            @Nullable
            String secret) {

        static CreatedWithJob of(JobWebhook webhook) {
            return new CreatedWithJob(webhook.id().toString(), webhook.shown().orElse(null));
        }

        /** The secret stays out of logs. */
        @Override
        public String toString() {
            return "CreatedWithJob[" + id + "]";
        }
    }

    /** A page of what a webhook was told; the last one has no {@code nextPageToken}. */
    @Schema(name = "Deliveries")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DeliveriesView(
            List<DeliveryView> deliveries, @Nullable String nextPageToken) {}

    /** A message to a webhook and its attempts. */
    @Schema(name = "Delivery")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DeliveryView(
            @Schema(description = "webhook-id of its requests")
            String id,

            @Schema(description = EVENTS) String type,

            String jobId,
            @Nullable String documentId,
            State state,

            @Schema(description = "FAILED: given up") WebhookMessage.Status status,

            Instant createdAt,
            @Nullable Instant finishedAt,
            List<AttemptView> attempts) {

        static DeliveryView of(WebhookMessage message) {
            return new DeliveryView(
                    message.name(),
                    message.event().type(),
                    message.job().toString(),
                    message.document().map(DocumentId::toString).orElse(null),
                    message.state(),
                    message.status(),
                    message.createdAt(),
                    message.finishedAt().orElse(null),
                    message.log().stream().map(AttemptView::of).toList());
        }
    }

    /** A request to a webhook and how it ended. */
    @Schema(name = "DeliveryAttempt")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AttemptView(
            Instant at,

            @Schema(description = "Of the answer; absent without one") @Nullable
            Integer status,

            long durationMillis,

            @Schema(description = "Why it failed; absent where the message was delivered") @Nullable
            String error) {

        static AttemptView of(WebhookMessage.Attempt attempt) {
            return new AttemptView(
                    attempt.at(),
                    attempt.status().isPresent() ? attempt.status().getAsInt() : null,
                    attempt.took().toMillis(),
                    attempt.error().orElse(null));
        }
    }

    /** Fails with {@code BAD_REQUEST} on an unknown status. */
    static WebhookMessage.Status status(String name) {
        return Arrays.stream(WebhookMessage.Status.values())
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow(() -> JsonBody.bad("status must be one of WAITING, DELIVERED and FAILED."));
    }
}
