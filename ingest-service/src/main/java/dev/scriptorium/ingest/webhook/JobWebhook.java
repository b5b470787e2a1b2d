package dev.scriptorium.ingest.webhook;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The webhook of a job that is about to be accepted.
 *
 * @param sealedSecret as it is stored
 * @param shown the secret, where it was made here and the client does not know it
 * @param request what makes two requests the same
 */
public record JobWebhook(
        UUID id, URI url, Set<WebhookEvent> events, String sealedSecret, Optional<String> shown, String request) {

    public JobWebhook {
        events = Set.copyOf(events);
    }

    /** The secret stays out of logs. */
    @Override
    public String toString() {
        return "JobWebhook[" + id + "]";
    }
}
