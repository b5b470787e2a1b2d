package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.file.TranslatedFileQueries;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The translated files of a job together. */
@Path("/v1/jobs/{id}/files")
@Tag(name = "Jobs", description = "Documents on their way through the pipeline")
public class JobFilesResource {

    private final TranslatedFileQueries files;
    private final BlobStore blobs;

    public JobFilesResource(TranslatedFileQueries files, BlobStore blobs) {
        this.files = files;
        this.blobs = blobs;
    }

    @GET
    @Produces("application/zip")
    @Operation(
            operationId = "getJobFiles",
            summary = "All translated files of a job, as one zip",
            description = "Those that are made, each under the name of its document with the language in front of the"
                    + " extension, in the order of the documents.")
    @APIResponse(
            responseCode = "200",
            description = "The zip",
            content =
                    @Content(
                            mediaType = "application/zip",
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response files(
            @Parameter(description = "Id of a job", example = "01900000-0000-7000-8000-000000000001") @PathParam("id")
                    String id) {
        return Response.ok(new FileZip(files.ofJob(id), blobs))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"files.zip\"")
                .build();
    }
}
