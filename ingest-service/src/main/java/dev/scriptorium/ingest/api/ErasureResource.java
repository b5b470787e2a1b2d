package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.retention.Erasure;
import dev.scriptorium.ingest.retention.Retention;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The proofs of what was erased. */
@Path("/v1/erasures")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Erasure", description = "Jobs that are deleted with all that belongs to them, and the proofs")
public class ErasureResource {

    private static final int PAGE = 100;

    private final Retention retention;
    private final Tagged tagged;

    public ErasureResource(Retention retention, Tagged tagged) {
        this.retention = retention;
        this.tagged = tagged;
    }

    @GET
    @Operation(operationId = "listErasures", summary = "List the proofs of erasures", description = "The newest first.")
    @APIResponse(
            responseCode = "200",
            description = "A page of proofs",
            content = @Content(schema = @Schema(implementation = Erasures.class)))
    public Response list(
            @Context Request request,
            @Parameter(description = "nextPageToken of the page before") @QueryParam("pageToken") @Nullable
                    String pageToken) {
        List<Erasure> found = retention.list(Optional.ofNullable(pageToken).map(ErasureResource::token), PAGE);
        String next = found.size() < PAGE ? null : found.getLast().id().toString();
        return tagged.ok(
                        request,
                        new Erasures(found.stream().map(ErasureView::of).toList(), next))
                .build();
    }

    private static UUID token(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new FailureException(FailureCode.BAD_REQUEST, "Invalid pageToken for the list of erasures.", e);
        }
    }

    /** A page of proofs; the last one has no {@code nextPageToken}. */
    @Schema(name = "Erasures")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Erasures(
            List<ErasureView> erasures, @Nullable String nextPageToken) {}

    /** The proof that a job was erased. */
    @Schema(name = "Erasure")
    public record ErasureView(
            String id,
            String jobId,

            @Schema(description = "RETENTION where the job was finished for longer than jobs are kept")
            Erasure.Reason reason,

            int documents,
            int tasks,

            @Schema(description = "Summaries, classifications and parts of translations")
            int results,

            @Schema(description = "Of the documents as they were submitted")
            long bytes,

            Instant at) {

        static ErasureView of(Erasure erasure) {
            return new ErasureView(
                    erasure.id().toString(),
                    erasure.job().toString(),
                    erasure.reason(),
                    erasure.documents(),
                    erasure.tasks(),
                    erasure.results(),
                    erasure.bytes(),
                    erasure.at());
        }
    }
}
