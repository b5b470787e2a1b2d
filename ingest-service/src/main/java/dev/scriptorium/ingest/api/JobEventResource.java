package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.event.JobEvent;
import dev.scriptorium.ingest.jobs.JobQueries;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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

/** What happens to a job, as server-sent events. */
@Path("/v1/jobs/{id}/events")
@Produces(MediaType.SERVER_SENT_EVENTS)
@Tag(name = "Events")
public class JobEventResource {

    private final JobQueries jobs;
    private final EventStreams streams;

    public JobEventResource(JobQueries jobs, EventStreams streams) {
        this.jobs = jobs;
        this.streams = streams;
    }

    @GET
    @Blocking
    @Operation(
            operationId = "followJob",
            summary = "Follow a job",
            description = "As for all jobs. The stream does not end with the job, which can be opened again.")
    @APIResponse(
            responseCode = "200",
            description = "The events; data is JSON with jobId, documentId, state and at",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    public Multi<OutboundSseEvent> follow(
            @Context Sse sse,
            @Parameter(description = "Id of a job", example = "01900000-0000-7000-8000-000000000001") @PathParam("id")
                    String id,
            @Parameter(
                            description =
                                    "The id of the last event that was received: those after it follow. By default all of the job.",
                            example = "1234-56")
                    @HeaderParam("Last-Event-ID")
                    @Nullable
                    String last) {
        return streams.follow(
                sse,
                Optional.of(jobs.get(id).id()),
                Optional.of(last == null ? JobEvent.Position.START : JobEvent.Position.parse(last)));
    }
}
