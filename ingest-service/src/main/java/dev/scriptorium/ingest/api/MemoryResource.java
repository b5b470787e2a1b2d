package dev.scriptorium.ingest.api;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.api.MemoryViews.DeletedView;
import dev.scriptorium.ingest.api.MemoryViews.UnitView;
import dev.scriptorium.ingest.api.MemoryViews.UnitsView;
import dev.scriptorium.ingest.submission.TaskLimits;
import dev.scriptorium.memory.MemoryArchive;
import dev.scriptorium.memory.StoredUnit;
import dev.scriptorium.memory.UnitFilter;
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

/** Units of the translation memory: listed, searched, deleted. */
@Path("/v1/memory/units")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = MemoryResource.TAG, description = "Translations that are kept and used again")
public class MemoryResource {

    static final String TAG = "Translation memory";

    private final MemoryArchive archive;
    private final MemoryQuery query;
    private final Tagged tagged;
    private final IngestConfig config;

    public MemoryResource(MemoryArchive archive, MemoryQuery query, Tagged tagged, IngestConfig config) {
        this.archive = archive;
        this.query = query;
        this.tagged = tagged;
        this.config = config;
    }

    @GET
    @Operation(
            operationId = "listMemoryUnits",
            summary = "List the units of the translation memory, or search them",
            description = "In the order of their ids. With text, those whose source is similar to it, the most"
                    + " similar first, on one page.")
    @APIResponse(
            responseCode = "200",
            description = "A page of units",
            content = @Content(schema = @Schema(implementation = UnitsView.class)))
    public Response list(
            @Context Request request,
            @Parameter(description = "Source language", example = "en") @QueryParam("source") @Nullable String source,
            @Parameter(description = "Target language", example = "de") @QueryParam("target") @Nullable String target,
            @Parameter(description = "MACHINE, IMPORT or PERSON", example = "PERSON") @QueryParam("origin") @Nullable
                    String origin,
            @Parameter(description = "A text like the source of the units wanted", example = "Good morning.")
                    @QueryParam("text")
                    @Nullable
                    String text,
            @Parameter(
                            description = "Share of trigrams that must be the same; with text only",
                            schema =
                                    @Schema(
                                            type = SchemaType.NUMBER,
                                            exclusiveMinimum = true,
                                            minimum = "0",
                                            maximum = "1",
                                            defaultValue = "0.7"),
                            example = "0.7")
                    @QueryParam("minSimilarity")
                    @Nullable
                    String minSimilarity,
            @Parameter(
                            description = "Entries of a page",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "50"),
                            example = "50")
                    @QueryParam("pageSize")
                    @Nullable
                    String pageSize,
            @Parameter(description = "nextPageToken of the page before; without text only")
                    @QueryParam("pageToken")
                    @Nullable
                    String pageToken) {
        UnitFilter filter = query.filter(source, target, origin);
        int size = query.pageSize(pageSize);
        return tagged.ok(
                        request,
                        text == null
                                ? page(filter, MemoryQuery.after(pageToken), size)
                                : similar(filter, text, query.similarity(minSimilarity), size))
                .build();
    }

    private UnitsView page(UnitFilter filter, long after, int size) {
        List<StoredUnit> found = archive.list(config.tenant(), filter, after, size + 1);
        List<StoredUnit> page = found.size() > size ? found.subList(0, size) : found;
        return new UnitsView(
                page.stream().map(unit -> UnitView.of(unit, false)).toList(),
                found.size() > size ? Long.toString(page.getLast().id()) : null);
    }

    private UnitsView similar(UnitFilter filter, String text, float least, int size) {
        if (text.isBlank()) {
            throw new FailureException(FailureCode.EMPTY_TEXT, "The text is empty.");
        }
        TaskLimits.atMost(config.limits().memorySegment(), text.length(), "characters in text");
        return new UnitsView(
                archive.similar(config.tenant(), filter, text, least, size).stream()
                        .map(unit -> UnitView.of(unit, true))
                        .toList(),
                null);
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "deleteMemoryUnit", summary = "Delete a unit of the translation memory")
    @APIResponse(
            responseCode = "200",
            description = "The unit as it was",
            content = @Content(schema = @Schema(implementation = UnitView.class)))
    public UnitView delete(@Parameter(description = "Id of a unit", example = "4711") @PathParam("id") String id) {
        return MemoryQuery.id(id)
                .flatMap(number -> archive.delete(config.tenant(), number))
                .map(unit -> UnitView.of(unit, false))
                .orElseThrow(() -> new FailureException(FailureCode.NOT_FOUND, "There is no unit with this id."));
    }

    @DELETE
    @Operation(
            operationId = "deleteMemoryUnits",
            summary = "Delete units of the translation memory",
            description = "All of a pair of languages, or those of one origin. Both languages must be given.")
    @APIResponse(
            responseCode = "200",
            description = "How many units were deleted",
            content = @Content(schema = @Schema(implementation = DeletedView.class)))
    public DeletedView deleteAll(
            @Parameter(description = "Source language", example = "en") @QueryParam("source") @Nullable String source,
            @Parameter(description = "Target language", example = "de") @QueryParam("target") @Nullable String target,
            @Parameter(description = "MACHINE, IMPORT or PERSON", example = "MACHINE") @QueryParam("origin") @Nullable
                    String origin) {
        return new DeletedView(archive.delete(config.tenant(), query.filterOfPair(source, target, origin)));
    }
}
