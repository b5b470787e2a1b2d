package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.api.MemoryViews.LanguageLeverage;
import dev.scriptorium.ingest.api.MemoryViews.LeverageView;
import dev.scriptorium.ingest.jobs.JobQueries;
import dev.scriptorium.ingest.memory.LeverageReader;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the translation memory gave to a job. */
@Path("/v1/jobs/{id}/leverage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class LeverageResource {

    private final JobQueries jobs;
    private final LeverageReader leverage;
    private final Tagged tagged;

    public LeverageResource(JobQueries jobs, LeverageReader leverage, Tagged tagged) {
        this.jobs = jobs;
        this.leverage = leverage;
        this.tagged = tagged;
    }

    @GET
    @Operation(
            operationId = "getLeverage",
            summary = "How many segments of a job came from the translation memory",
            description = "For each target language, of what is translated so far.")
    @APIResponse(
            responseCode = "200",
            description = "The segments by where they were found",
            content = @Content(schema = @Schema(implementation = LeverageView.class)))
    public Response get(
            @Context Request request,
            @Parameter(description = "Id of a job", example = "01900000-0000-7000-8000-000000000001") @PathParam("id")
                    String id) {
        LeverageView view = new LeverageView(leverage.ofJob(jobs.get(id).id()).stream()
                .map(LanguageLeverage::of)
                .toList());
        return tagged.ok(request, view).build();
    }
}
