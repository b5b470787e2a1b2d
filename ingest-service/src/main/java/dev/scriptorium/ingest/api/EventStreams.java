package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.event.EventFeed;
import dev.scriptorium.ingest.event.JobEvent;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes events as server-sent events. Thread-safe. */
@Singleton
class EventStreams {

    private final EventFeed feed;
    private final ObjectMapper mapper;
    private final String tenant;

    EventStreams(EventFeed feed, ObjectMapper mapper, IngestConfig config) {
        this.feed = feed;
        this.mapper = mapper;
        this.tenant = config.tenant();
    }

    /** As {@link EventFeed#follow} does, with a comment as each heartbeat. */
    Multi<OutboundSseEvent> follow(Sse sse, Optional<JobId> job, Optional<JobEvent.Position> last) {
        return feed.follow(tenant, job, last)
                .onItem()
                .transformToMultiAndConcatenate(events -> Multi.createFrom().iterable(sent(sse, events)));
    }

    private List<OutboundSseEvent> sent(Sse sse, List<JobEvent> events) {
        return events.isEmpty()
                ? List.of(sse.newEventBuilder().comment("nothing new").build())
                : events.stream().map(event -> sent(sse, event)).toList();
    }

    private OutboundSseEvent sent(Sse sse, JobEvent event) {
        return sse.newEventBuilder()
                .id(event.position().toString())
                .name(event.document().isPresent() ? "document" : "job")
                .data(String.class, json(EventView.of(event)))
                .build();
    }

    private String json(EventView view) {
        try {
            return mapper.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event cannot be written as JSON", e);
        }
    }

    /** A job has another state, or a document is finished. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EventView(String jobId, @Nullable String documentId, State state, Instant at) {

        static EventView of(JobEvent event) {
            return new EventView(
                    event.job().toString(),
                    event.document().map(DocumentId::toString).orElse(null),
                    event.state(),
                    event.at());
        }
    }
}
