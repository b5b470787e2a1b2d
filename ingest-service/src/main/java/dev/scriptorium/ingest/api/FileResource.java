package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.file.TranslatedFile;
import dev.scriptorium.ingest.file.TranslatedFileQueries;
import dev.scriptorium.ingest.job.Document;
import dev.scriptorium.ingest.submission.TaskLimits;
import io.quarkus.vertx.http.Uncompressed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Documents in their own format in another language. */
@Path("/v1/documents/{id}/translations/{language}/file")
@Tag(name = "Documents", description = "Documents of jobs, and their results")
public class FileResource {

    private static final String EXAMPLE = "01900000-0000-7000-8000-000000000002";

    private final TranslatedFileQueries files;
    private final BlobStore blobs;
    private final TaskLimits rules;

    public FileResource(TranslatedFileQueries files, BlobStore blobs, TaskLimits rules) {
        this.files = files;
        this.blobs = blobs;
        this.rules = rules;
    }

    @GET
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "getTranslatedFile",
            summary = "A document in its own format in another language",
            description =
                    "Of a task with \"output\": \"file\". Always an attachment. 409 RESULT_PENDING while it is not made;"
                            + " one range of bytes can be asked for.")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "206", description = "The range of the file that was asked for")
    @Uncompressed // a range and the entity tag are of the file's own bytes
    public Response file(
            @Context Request request,
            @Parameter(description = "Id of a document", example = EXAMPLE) @PathParam("id") String id,
            @Parameter(description = "Target language", example = "de") @PathParam("language") String language,
            @Parameter(description = "One range, such as bytes=0-1023") @HeaderParam("Range") @Nullable String range,
            @Parameter(description = "The entity tag that the range is of") @HeaderParam("If-Range") @Nullable
                    String ifRange) {
        Document document = files.document(id);
        TranslatedFile file = files.find(document, rules.language(language));
        EntityTag tag = new EntityTag(file.sha256().hex());
        Response.ResponseBuilder notModified = request.evaluatePreconditions(tag);
        if (notModified != null) {
            return notModified.tag(tag).build();
        }
        boolean whole = range == null || ifRange != null && !ifRange.equals('"' + tag.getValue() + '"');
        return (whole ? whole(file) : part(file, ByteRange.parse(range, file.size())))
                .type(file.mediaType())
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.CONTENT_DISPOSITION, file.attachment(document.fileName()))
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox")
                .tag(tag)
                .build();
    }

    private Response.ResponseBuilder whole(TranslatedFile file) {
        return Response.ok(blobs.open(file.sha256())).header(HttpHeaders.CONTENT_LENGTH, file.size());
    }

    private Response.ResponseBuilder part(TranslatedFile file, ByteRange range) {
        return switch (range) {
            case ByteRange.Whole whole -> whole(file);
            case ByteRange.Unsatisfiable unsatisfiable ->
                Response.status(Response.Status.REQUESTED_RANGE_NOT_SATISFIABLE)
                        .header("Content-Range", "bytes */" + file.size());
            case ByteRange.Part(long first, long last) ->
                Response.status(Response.Status.PARTIAL_CONTENT)
                        .entity(ByteRange.of(blobs.open(file.sha256()), first, last))
                        .header(HttpHeaders.CONTENT_LENGTH, last - first + 1)
                        .header("Content-Range", "bytes " + first + "-" + last + "/" + file.size());
        };
    }

    @GET
    @Path("/report")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getFileReport",
            summary = "What a translated file was compared with its original by",
            description = "Texts, inline codes, tables, links and other structure before and after, and what stayed"
                    + " untranslated. 409 RESULT_PENDING while the file is not made.")
    @APIResponse(
            responseCode = "200",
            description = "The report",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    public String report(
            @Parameter(description = "Id of a document", example = EXAMPLE) @PathParam("id") String id,
            @Parameter(description = "Target language", example = "de") @PathParam("language") String language) {
        return files.find(files.document(id), rules.language(language)).report();
    }
}
