package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.jobs.JobQueries;
import dev.scriptorium.ingest.usage.UsageReader;
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

/** What the results of a document took. */
@Path("/v1/documents/{id}/usage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Documents")
public class DocumentUsageResource {

    private final JobQueries jobs;
    private final UsageReader usage;
    private final Tagged tagged;

    public DocumentUsageResource(JobQueries jobs, UsageReader usage, Tagged tagged) {
        this.jobs = jobs;
        this.usage = usage;
        this.tagged = tagged;
    }

    @GET
    @Operation(
            operationId = "getDocumentUsage",
            summary = "What the results of a document took",
            description = "Segments, characters, tokens and time in models by task, of the results that are stored.")
    @APIResponse(
            responseCode = "200",
            description = "The sums, so far",
            content = @Content(schema = @Schema(implementation = UsageView.class)))
    public Response get(
            @Context Request request,
            @Parameter(description = "Id of a document", example = "01900000-0000-7000-8000-000000000001")
                    @PathParam("id")
                    String id) {
        return tagged.ok(
                        request, UsageView.of(usage.ofDocument(jobs.document(id).id())))
                .build();
    }
}
