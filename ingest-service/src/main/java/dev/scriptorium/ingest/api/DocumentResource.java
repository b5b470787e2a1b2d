package dev.scriptorium.ingest.api;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.api.ResultViews.ClassificationView;
import dev.scriptorium.ingest.api.ResultViews.ClassificationsView;
import dev.scriptorium.ingest.api.ResultViews.SummaryView;
import dev.scriptorium.ingest.api.ResultViews.TranslationView;
import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.extraction.DocumentTexts;
import dev.scriptorium.ingest.extraction.DocumentTexts.DocumentText;
import dev.scriptorium.ingest.job.Document;
import dev.scriptorium.ingest.jobs.JobQueries;
import dev.scriptorium.ingest.submission.TaskLimits;
import dev.scriptorium.ingest.text.TextForm;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Documents and their results. */
@Path("/v1/documents/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Documents", description = "Documents of jobs, and their results")
public class DocumentResource {

    private static final String EXAMPLE = "01900000-0000-7000-8000-000000000002";
    private static final String ID = "Id of a document";
    private static final String MARKDOWN = "text/markdown";
    private static final List<Variant> TEXTS = Variant.mediaTypes(
                    MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"),
                    new MediaType("text", "markdown", "UTF-8"),
                    MediaType.APPLICATION_JSON_TYPE)
            .build();

    private final JobQueries jobs;
    private final BlobStore blobs;
    private final TaskLimits rules;
    private final Tagged tagged;
    private final DocumentTexts texts;

    public DocumentResource(JobQueries jobs, BlobStore blobs, TaskLimits rules, Tagged tagged, DocumentTexts texts) {
        this.texts = texts;
        this.blobs = blobs;
        this.jobs = jobs;
        this.rules = rules;
        this.tagged = tagged;
    }

    @GET
    @Operation(operationId = "getDocument", summary = "The state of a document")
    @APIResponse(
            responseCode = "200",
            description = "The document",
            content = @Content(schema = @Schema(implementation = DocumentView.class)))
    public Response get(
            @Context Request request, @Parameter(description = ID, example = EXAMPLE) @PathParam("id") String id) {
        return tagged.ok(request, DocumentView.of(jobs.document(id))).build();
    }

    @GET
    @Path("/original")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "getOriginal",
            summary = "The bytes of a document as they were submitted",
            description = "Always an attachment: a browser does not show it.")
    @APIResponse(
            responseCode = "200",
            description = "The bytes",
            headers =
                    @Header(
                            name = "Content-Disposition",
                            description = "attachment, with the name of the document",
                            schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response original(
            @Context Request request, @Parameter(description = ID, example = EXAMPLE) @PathParam("id") String id) {
        Document document = jobs.document(id);
        EntityTag tag = new EntityTag(document.sha256().hex());
        Response.ResponseBuilder notModified = request.evaluatePreconditions(tag);
        if (notModified != null) {
            return notModified.tag(tag).build();
        }
        return Response.ok(blobs.open(document.sha256()))
                .type(document.mediaType() == null ? MediaType.APPLICATION_OCTET_STREAM : document.mediaType())
                .header(HttpHeaders.CONTENT_LENGTH, document.size())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename*=UTF-8''" + encoded(document.fileName()))
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox")
                .tag(tag)
                .build();
    }

    /** As RFC 8187 wants it. */
    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    @GET
    @Path("/text")
    @Produces({MediaType.TEXT_PLAIN, MARKDOWN, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "getText",
            summary = "The text of a document",
            description =
                    "As plain text, as Markdown, or as JSON with the place of each block, by the Accept header; plain text by"
                            + " default. There as soon as the document is submitted: it is read again for each request.")
    @APIResponse(
            responseCode = "200",
            description = "The text in reading order",
            content = {
                @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = MARKDOWN, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = TextView.class))
            })
    public Response text(
            @Context Request request, @Parameter(description = ID, example = EXAMPLE) @PathParam("id") String id) {
        Document document = jobs.document(id);
        Variant form = request.selectVariant(TEXTS);
        if (form == null) {
            throw new FailureException(
                    FailureCode.NOT_ACCEPTABLE, "Accept must allow text/plain, text/markdown or application/json.");
        }
        DocumentText text = texts.read(document);
        MediaType type = form.getMediaType();
        Response.ResponseBuilder response = type.isCompatible(MediaType.APPLICATION_JSON_TYPE)
                ? tagged.ok(request, TextView.of(text))
                : tagged.ok(
                        request,
                        type.getSubtype().equals("markdown")
                                ? TextForm.markdown(text.blocks())
                                : TextForm.plain(text.blocks()),
                        type);
        return response.header(HttpHeaders.VARY, HttpHeaders.ACCEPT).build();
    }

    @GET
    @Path("/summary")
    @Operation(
            operationId = "getSummary",
            summary = "The summary of a document",
            description =
                    "Each sentence has the segments that it cites. 409 RESULT_PENDING while the task is not finished.")
    @APIResponse(
            responseCode = "200",
            description = "The summary",
            content = @Content(schema = @Schema(implementation = SummaryView.class)))
    public Response summary(
            @Context Request request, @Parameter(description = ID, example = EXAMPLE) @PathParam("id") String id) {
        return tagged.ok(request, SummaryView.of(jobs.summary(id))).build();
    }

    @GET
    @Path("/translations/{language}")
    @Operation(
            operationId = "getTranslation",
            summary = "A translation of a document",
            description = "The finished parts, while it is not complete. 409 RESULT_PENDING while there is none.")
    @APIResponse(
            responseCode = "200",
            description = "The translation",
            content = @Content(schema = @Schema(implementation = TranslationView.class)))
    public Response translation(
            @Context Request request,
            @Parameter(description = ID, example = EXAMPLE) @PathParam("id") String id,
            @Parameter(description = "Target language", example = "de") @PathParam("language") String language) {
        return tagged.ok(request, TranslationView.of(jobs.translation(id, rules.language(language))))
                .build();
    }

    @GET
    @Path("/classifications")
    @Operation(
            operationId = "listClassifications",
            summary = "The labels of a document",
            description = "One for each label set that is finished.")
    @APIResponse(
            responseCode = "200",
            description = "The labels",
            content = @Content(schema = @Schema(implementation = ClassificationsView.class)))
    public Response classifications(
            @Context Request request, @Parameter(description = ID, example = EXAMPLE) @PathParam("id") String id) {
        return tagged.ok(
                        request,
                        new ClassificationsView(jobs.classifications(jobs.document(id)).stream()
                                .map(ClassificationView::of)
                                .toList()))
                .build();
    }
}
