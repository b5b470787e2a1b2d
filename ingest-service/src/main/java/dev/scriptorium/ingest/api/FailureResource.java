package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.api.RetryBodies.FailureCountView;
import dev.scriptorium.ingest.api.RetryBodies.FailuresView;
import dev.scriptorium.ingest.jobs.JobQueries;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The failures of all jobs by their code. */
@Path("/v1/failures")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Retries")
public class FailureResource {

    private final JobQueries jobs;
    private final Tagged tagged;

    public FailureResource(JobQueries jobs, Tagged tagged) {
        this.jobs = jobs;
        this.tagged = tagged;
    }

    @GET
    @Operation(
            operationId = "listFailures",
            summary = "Count the failed tasks by code",
            description = "Of all jobs, the most frequent first. A task that is retried is no failure any more.")
    @APIResponse(
            responseCode = "200",
            description = "The failures",
            content = @Content(schema = @Schema(implementation = FailuresView.class)))
    public Response list(@Context Request request) {
        return tagged.ok(
                        request,
                        new FailuresView(jobs.failures().stream()
                                .map(FailureCountView::of)
                                .toList()))
                .build();
    }
}
