package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.api.MemoryViews.ImportView;
import dev.scriptorium.ingest.http.RequestBodies;
import dev.scriptorium.memory.MemoryArchive;
import dev.scriptorium.memory.StoredUnit;
import dev.scriptorium.memory.UnitFilter;
import dev.scriptorium.memory.tmx.TmxLimits;
import dev.scriptorium.memory.tmx.TmxReader;
import dev.scriptorium.memory.tmx.TmxWriter;
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
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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

/** The translation memory as a file: TMX 1.4, read and written as a stream, so that one of any size takes the same memory. */
@Path("/v1/memory")
@Tag(name = MemoryResource.TAG)
public class MemoryFileResource {

    private static final String IMPORT = "/v1/memory/import";
    private static final String TMX = "application/x-tmx+xml";
    private static final String XML = "application/xml";
    private static final String TEXT_XML = "text/xml";
    private static final int BUFFER = 1 << 16;

    /** Of a file, so much is in memory at the same time: the units of a batch. */
    private static final int HELD = 1 << 20;

    private final MemoryArchive archive;
    private final MemoryQuery query;
    private final RequestBodies bodies;
    private final CallerName caller;
    private final IngestConfig config;
    private final String softwareVersion;

    public MemoryFileResource(
            MemoryArchive archive,
            MemoryQuery query,
            RequestBodies bodies,
            CallerName caller,
            IngestConfig config,
            @ConfigProperty(name = "quarkus.application.version") String softwareVersion) {
        this.archive = archive;
        this.query = query;
        this.bodies = bodies;
        this.caller = caller;
        this.config = config;
        this.softwareVersion = softwareVersion;
    }

    @POST
    @Path("/import")
    @Consumes({TMX, XML, TEXT_XML})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "importMemory",
            summary = "Import a TMX file into the translation memory",
            description =
                    "TMX 1.4. Units of a person stay as they are; of others, the imported one counts. What cannot be"
                            + " used is left out and named by its line. An import that breaks off keeps what it read; the same file"
                            + " again completes it.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = TMX,
                        schema = @Schema(type = SchemaType.STRING),
                        examples =
                                @ExampleObject(
                                        name = "tmx",
                                        value =
                                                "<tmx version=\"1.4\"><header srclang=\"en\"/><body><tu><tuv xml:lang=\"en\"><seg>Good morning.</seg></tuv>"
                                                        + "<tuv xml:lang=\"de\"><seg>Guten Morgen.</seg></tuv></tu></body></tmx>")),
                @Content(mediaType = XML, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = TEXT_XML, schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(
            responseCode = "200",
            description = "What was imported",
            content = @Content(schema = @Schema(implementation = ImportView.class)))
    public ImportView importUnits(InputStream body, @Context HttpHeaders headers, @Context RoutingContext context) {
        var changed = new AtomicLong();
        var limits =
                new TmxLimits(config.limits().memoryUnits(), config.limits().memorySegment());
        var reader = new TmxReader(
                limits, caller.of(context), units -> changed.addAndGet(archive.store(config.tenant(), units)));
        String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        try (RequestBodies.Body open = bodies.open(body, IMPORT, length, HELD)) {
            return ImportView.of(reader.read(open.stream()), changed.get());
        }
    }

    @GET
    @Path("/export")
    @Produces(TMX)
    @Operation(
            operationId = "exportMemory",
            summary = "The translation memory as a TMX file",
            description = "TMX 1.4, with the origin of each unit, so that an import of the file gives the same units.")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content = @Content(mediaType = TMX, schema = @Schema(type = SchemaType.STRING)))
    public Response export(
            @Parameter(description = "Source language", example = "en") @QueryParam("source") @Nullable String source,
            @Parameter(description = "Target language", example = "de") @QueryParam("target") @Nullable String target,
            @Parameter(description = "MACHINE, IMPORT or PERSON", example = "PERSON") @QueryParam("origin") @Nullable
                    String origin) {
        UnitFilter filter = query.filter(source, target, origin);
        StreamingOutput file = out -> write(filter, out);
        return Response.ok(file)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"memory.tmx\"")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    private void write(UnitFilter filter, OutputStream out) throws IOException {
        var buffered = new BufferedOutputStream(out, BUFFER);
        try (var writer = new TmxWriter(buffered, softwareVersion)) {
            archive.each(config.tenant(), filter, unit -> write(writer, unit));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        buffered.flush();
    }

    private static void write(TmxWriter writer, StoredUnit unit) {
        try {
            writer.write(unit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
