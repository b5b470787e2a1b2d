package dev.scriptorium.ingest.api;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.Tenant;
import dev.scriptorium.ingest.documents.DocumentLine;
import dev.scriptorium.ingest.documents.DocumentLines;
import dev.scriptorium.ingest.job.JobFilter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The documents of all jobs. */
@Path("/v1/documents")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Documents", description = "Documents of jobs, and their results")
public class DocumentsResource {

    private static final int DEFAULT_PAGE = 50;

    private final DocumentLines lines;
    private final Tenant tenant;
    private final int maxPage;
    private final Tagged tagged;

    public DocumentsResource(DocumentLines lines, IngestConfig config, Tagged tagged) {
        this.lines = lines;
        this.tenant = new Tenant(config.tenant());
        this.maxPage = config.limits().page();
        this.tagged = tagged;
    }

    @GET
    @Operation(
            operationId = "listAllDocuments",
            summary = "List the documents of all jobs",
            description = "Page by page, the newest first.")
    @APIResponse(
            responseCode = "200",
            description = "A page of documents",
            content = @Content(schema = @Schema(implementation = DocumentLineView.Page.class)))
    public Response list(
            @Context Request request,
            @Parameter(
                            description = "Only documents in one of these states; may be given several times",
                            schema = @Schema(type = SchemaType.ARRAY, implementation = State.class),
                            example = "[\"FAILED\"]")
                    @QueryParam("state")
                    List<String> states,
            @Parameter(description = "Only documents with this in their file name, in any case", example = "invoice")
                    @QueryParam("name")
                    @Nullable
                    String name,
            @Parameter(
                            description = "Entries of a page",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "50"),
                            example = "50")
                    @QueryParam("pageSize")
                    @Nullable
                    String pageSize,
            @Parameter(description = "nextPageToken of the page before") @QueryParam("pageToken") @Nullable
                    String pageToken) {
        int size = size(pageSize);
        DocumentLines.Wanted wanted =
                new DocumentLines.Wanted(JobFilter.states(states), name == null ? "" : name.strip());
        List<DocumentLine> found = lines.list(tenant, wanted, after(pageToken), size + 1);
        List<DocumentLine> page = found.size() > size ? found.subList(0, size) : found;
        return tagged.ok(
                        request,
                        new DocumentLineView.Page(
                                page.stream().map(DocumentLineView::of).toList(),
                                found.size() > size ? page.getLast().id().toString() : null))
                .build();
    }

    private int size(@Nullable String pageSize) {
        try {
            int size = pageSize == null ? Math.min(DEFAULT_PAGE, maxPage) : Integer.parseInt(pageSize);
            if (size >= 1 && size <= maxPage) {
                return size;
            }
        } catch (NumberFormatException e) {
            throw JsonBody.bad("pageSize must be an integer.");
        }
        throw JsonBody.bad("pageSize must be from 1 to " + maxPage + ".");
    }

    private static Optional<DocumentId> after(@Nullable String pageToken) {
        try {
            return Optional.ofNullable(pageToken).map(DocumentId::parse);
        } catch (IllegalArgumentException e) {
            throw JsonBody.bad("Invalid pageToken for the list of documents.");
        }
    }
}
