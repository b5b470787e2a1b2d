package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.api.ErasureResource.ErasureView;
import dev.scriptorium.ingest.jobs.JobQueries;
import dev.scriptorium.ingest.retention.Retention;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The erasure of a job. */
@Path("/v1/jobs/{id}/erase")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Erasure")
public class JobErasureResource {

    private final JobQueries jobs;
    private final Retention retention;

    public JobErasureResource(JobQueries jobs, Retention retention) {
        this.jobs = jobs;
        this.retention = retention;
    }

    @POST
    @Operation(
            operationId = "eraseJob",
            summary = "Erase a job",
            description =
                    "Deletes a finished job with its documents, tasks, results and events. What is proved has no text"
                            + " of them.")
    @APIResponse(
            responseCode = "200",
            description = "The proof",
            content = @Content(schema = @Schema(implementation = ErasureView.class)))
    public ErasureView erase(
            @Parameter(description = "Id of a job", example = "01900000-0000-7000-8000-000000000001") @PathParam("id")
                    String id) {
        return ErasureView.of(retention.erase(jobs.get(id).id()));
    }
}
