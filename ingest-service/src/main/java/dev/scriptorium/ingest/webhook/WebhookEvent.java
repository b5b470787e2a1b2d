package dev.scriptorium.ingest.webhook;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What a webhook can be told of. */
public enum WebhookEvent {
    JOB_COMPLETED("job.completed"),
    DOCUMENT_COMPLETED("document.completed");

    private final String type;

    WebhookEvent(String type) {
        this.type = type;
    }

    /** Its name in messages. */
    public String type() {
        return type;
    }

    public static WebhookEvent of(String type) {
        return Arrays.stream(values())
                .filter(event -> event.type.equals(type))
                .findFirst()
                .orElseThrow(() -> new FailureException(
                        FailureCode.BAD_REQUEST,
                        "events may have "
                                + Arrays.stream(values())
                                        .map(WebhookEvent::type)
                                        .collect(Collectors.joining(" and "))
                                + "."));
    }

    /** Fails with {@code BAD_REQUEST} on an unknown type, and where there is none. */
    public static Set<WebhookEvent> all(Collection<String> types) {
        Set<WebhookEvent> events = EnumSet.noneOf(WebhookEvent.class);
        types.forEach(type -> events.add(of(type)));
        if (events.isEmpty()) {
            throw new FailureException(FailureCode.BAD_REQUEST, "events must have at least one type.");
        }
        return events;
    }
}
