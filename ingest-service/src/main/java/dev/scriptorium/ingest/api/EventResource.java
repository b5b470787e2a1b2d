package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.event.JobEvent;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What happens to all jobs, as server-sent events. */
@Path("/v1/events")
@Produces(MediaType.SERVER_SENT_EVENTS)
@Tag(name = "Events", description = "What happens to jobs and documents, as it happens")
public class EventResource {

    private final EventStreams streams;

    public EventResource(EventStreams streams) {
        this.streams = streams;
    }

    @GET
    @Blocking
    @Operation(
            operationId = "followJobs",
            summary = "Follow all jobs",
            description = "Server-sent events `job` and `document`, without an end. A comment is sent as heartbeat.")
    @APIResponse(
            responseCode = "200",
            description = "The events; data is JSON with jobId, documentId, state and at",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    public Multi<OutboundSseEvent> follow(
            @Context Sse sse,
            @Parameter(
                            description =
                                    "The id of the last event that was received: those after it follow. By default those that"
                                            + " come from now on.",
                            example = "1234-56")
                    @HeaderParam("Last-Event-ID")
                    @Nullable
                    String last) {
        return streams.follow(sse, Optional.empty(), Optional.ofNullable(last).map(JobEvent.Position::parse));
    }
}
