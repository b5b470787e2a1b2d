package dev.scriptorium.ingest.api;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.api.GlossaryViews.DeletedView;
import dev.scriptorium.ingest.api.GlossaryViews.TermView;
import dev.scriptorium.ingest.api.GlossaryViews.TermsView;
import dev.scriptorium.memory.glossary.GlossaryArchive;
import dev.scriptorium.memory.glossary.StoredTerm;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Terms of the glossary: listed, deleted. */
@Path("/v1/glossary/terms")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = GlossaryResource.TAG, description = "Terms that translations have to use, keep or avoid")
public class GlossaryResource {

    static final String TAG = "Glossary";

    private final GlossaryArchive glossary;
    private final MemoryQuery query;
    private final Tagged tagged;
    private final String tenant;

    public GlossaryResource(GlossaryArchive glossary, MemoryQuery query, Tagged tagged, IngestConfig config) {
        this.glossary = glossary;
        this.query = query;
        this.tagged = tagged;
        this.tenant = config.tenant();
    }

    @GET
    @Operation(
            operationId = "listTerms",
            summary = "List the terms of a pair of languages",
            description = "In the order of their ids.")
    @APIResponse(
            responseCode = "200",
            description = "A page of terms",
            content = @Content(schema = @Schema(implementation = TermsView.class)))
    public Response list(
            @Context Request request,
            @Parameter(description = "Source language", example = "en") @QueryParam("source") @Nullable String source,
            @Parameter(description = "Target language", example = "de") @QueryParam("target") @Nullable String target,
            @Parameter(
                            description = "Entries of a page",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "50"),
                            example = "50")
                    @QueryParam("pageSize")
                    @Nullable
                    String pageSize,
            @Parameter(description = "nextPageToken of the page before") @QueryParam("pageToken") @Nullable
                    String pageToken) {
        int size = query.pageSize(pageSize);
        List<StoredTerm> found = glossary.list(
                tenant,
                query.language(source, "source"),
                query.language(target, "target"),
                MemoryQuery.after(pageToken),
                size + 1);
        List<StoredTerm> page = found.size() > size ? found.subList(0, size) : found;
        return tagged.ok(
                        request,
                        new TermsView(
                                page.stream().map(TermView::of).toList(),
                                found.size() > size
                                        ? Long.toString(page.getLast().id())
                                        : null))
                .build();
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteTerm", summary = "Delete a term of the glossary")
    @APIResponse(
            responseCode = "200",
            description = "The term as it was",
            content = @Content(schema = @Schema(implementation = TermView.class)))
    public TermView delete(@Parameter(description = "Id of a term", example = "4711") @PathParam("id") String id) {
        return MemoryQuery.id(id)
                .flatMap(number -> glossary.delete(tenant, number))
                .map(TermView::of)
                .orElseThrow(() -> new FailureException(FailureCode.NOT_FOUND, "There is no term with this id."));
    }

    @DELETE
    @Operation(operationId = "deleteTerms", summary = "Delete all terms of a pair of languages")
    @APIResponse(
            responseCode = "200",
            description = "How many terms were deleted",
            content = @Content(schema = @Schema(implementation = DeletedView.class)))
    public DeletedView deleteAll(
            @Parameter(description = "Source language", example = "en") @QueryParam("source") @Nullable String source,
            @Parameter(description = "Target language", example = "de") @QueryParam("target") @Nullable String target) {
        return new DeletedView(
                glossary.delete(tenant, query.language(source, "source"), query.language(target, "target")));
    }
}
