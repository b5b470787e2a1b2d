package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.api.GlossaryViews.ImportView;
import dev.scriptorium.ingest.http.RequestBodies;
import dev.scriptorium.memory.glossary.GlossaryArchive;
import dev.scriptorium.memory.glossary.GlossaryFormat;
import dev.scriptorium.memory.glossary.GlossaryReader;
import dev.scriptorium.memory.glossary.GlossaryWriter;
import dev.scriptorium.memory.glossary.StoredTerm;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The glossary as files of a term a line. */
@Path("/v1/glossary")
@Tag(name = GlossaryResource.TAG)
public class GlossaryFileResource {

    private static final String IMPORT = "/v1/glossary/import";
    private static final String CSV = "text/csv";
    private static final String TSV = "text/tab-separated-values";
    private static final int PAGE = 1_000;

    private final GlossaryArchive glossary;
    private final MemoryQuery query;
    private final RequestBodies bodies;
    private final CallerName caller;
    private final IngestConfig config;

    public GlossaryFileResource(
            GlossaryArchive glossary, MemoryQuery query, RequestBodies bodies, CallerName caller, IngestConfig config) {
        this.glossary = glossary;
        this.query = query;
        this.bodies = bodies;
        this.caller = caller;
        this.config = config;
    }

    @POST
    @Path("/import")
    @Consumes({CSV, TSV})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "importGlossary",
            summary = "Import terms into the glossary",
            description =
                    "CSV or TSV in UTF-8 whose first line names the columns source, target, and perhaps kind (term,"
                            + " keep, forbidden), case (yes, no) and note. A term that is there is replaced. A line that cannot be"
                            + " used, or that contradicts an earlier one, is left out and named.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = CSV,
                        schema = @Schema(type = SchemaType.STRING),
                        examples =
                                @ExampleObject(
                                        name = "csv",
                                        value = "source,target,kind,case,note\nseat,Sitz,term,no,of a company\n")),
                @Content(mediaType = TSV, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(
            responseCode = "200",
            description = "What was imported",
            content = @Content(schema = @Schema(implementation = ImportView.class)))
    public ImportView importTerms(
            @Parameter(description = "Source language", example = "en") @QueryParam("source") @Nullable String source,
            @Parameter(description = "Target language", example = "de") @QueryParam("target") @Nullable String target,
            InputStream body,
            @Context HttpHeaders headers,
            @Context RoutingContext context) {
        var reader = new GlossaryReader(
                query.language(source, "source"),
                query.language(target, "target"),
                caller.of(context),
                config.limits().glossaryTerm());
        String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        String type = String.valueOf(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        long held = config.limits().glossaryFile().toBytes();
        try (RequestBodies.Body open = bodies.open(body, IMPORT, length, held)) {
            GlossaryReader.Summary read =
                    reader.read(open.stream(), type.startsWith(CSV) ? GlossaryFormat.CSV : GlossaryFormat.TSV);
            int changed = glossary.store(
                    config.tenant(), read.terms(), config.limits().glossaryTerms());
            return ImportView.of(read, changed);
        }
    }

    @GET
    @Path("/export")
    @Produces({CSV, TSV})
    @Operation(
            operationId = "exportGlossary",
            summary = "The terms of a pair of languages as a file",
            description =
                    "As CSV (the default) or TSV, by the Accept header; an import of the file gives the same terms.")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content = {
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = TSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Response export(
            @Parameter(description = "Source language", example = "en") @QueryParam("source") @Nullable String source,
            @Parameter(description = "Target language", example = "de") @QueryParam("target") @Nullable String target,
            @Context HttpHeaders headers) {
        String from = query.language(source, "source");
        String to = query.language(target, "target");
        boolean tabs = headers.getAcceptableMediaTypes().getFirst().getSubtype().equals("tab-separated-values");
        StreamingOutput file = out -> write(from, to, tabs ? GlossaryFormat.TSV : GlossaryFormat.CSV, out);
        String name = "glossary." + from + "-" + to + (tabs ? ".tsv" : ".csv");
        return Response.ok(file)
                .type((tabs ? TSV : CSV) + ";charset=UTF-8")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    private void write(String from, String to, GlossaryFormat format, OutputStream out) throws IOException {
        var writer = new GlossaryWriter(new BufferedOutputStream(out), format);
        long after = 0;
        List<StoredTerm> page;
        do {
            page = glossary.list(config.tenant(), from, to, after, PAGE);
            for (StoredTerm stored : page) {
                writer.write(stored.term());
            }
            after = page.isEmpty() ? after : page.getLast().id();
        } while (page.size() == PAGE);
        writer.flush();
    }
}
