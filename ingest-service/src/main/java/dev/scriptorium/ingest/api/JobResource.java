package dev.scriptorium.ingest.api;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.ingest.job.Document;
import dev.scriptorium.ingest.job.DocumentFilter;
import dev.scriptorium.ingest.job.Job;
import dev.scriptorium.ingest.job.JobFilter;
import dev.scriptorium.ingest.jobs.JobQueries;
import dev.scriptorium.ingest.jobs.Page;
import dev.scriptorium.ingest.submission.JobSubmission;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Encoding;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Jobs: submitted, looked at, listed, cancelled. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs", description = "Documents on their way through the pipeline")
public class JobResource {

    private static final int RETRY_AFTER_SECONDS = 1;
    private static final String PATH = "/v1/jobs";
    private static final String KEY_HEADER = "Idempotency-Key";
    private static final String REPLAYED_HEADER = "Idempotent-Replayed";
    private static final String TRACE_HEADER = "traceparent";

    private final Submissions submissions;
    private final JobQueries jobs;
    private final JobWait jobWait;
    private final Tagged tagged;
    private final Clock clock;

    public JobResource(Submissions submissions, JobQueries jobs, JobWait jobWait, Tagged tagged, Clock clock) {
        this.jobWait = jobWait;
        this.submissions = submissions;
        this.jobs = jobs;
        this.tagged = tagged;
        this.clock = clock;
    }

    @POST
    @Consumes({MediaType.MULTIPART_FORM_DATA, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "submitJob",
            summary = "Submit documents",
            description =
                    "As files: multipart/form-data with one part `files` for each document, or parts `archives` (zip, tar.gz) or `lines`"
                            + " (JSON Lines), and one part `tasks` with JSON."
                            + " As texts: application/json with `documents` and `tasks`."
                            + " The answer comes when the job is durable. Put `tasks` first: what cannot be done is then"
                            + " refused before the documents are sent.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.MULTIPART_FORM_DATA,
                        schema = @Schema(implementation = SubmitFiles.class),
                        encoding = {@Encoding(name = "tasks", contentType = MediaType.APPLICATION_JSON)},
                        examples =
                                @ExampleObject(
                                        name = "files",
                                        summary = "One file, summarised and translated",
                                        value = """
                                                {"tasks": {"summarize": {"sentences": 3}, "translate": ["de"]}, "files": ["(bytes of report.pdf)"]}""")),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = SubmitBody.class),
                        examples = @ExampleObject(name = "texts", summary = "One text, classified", value = """
                                                {"documents": [{"name": "note.txt", "text": "What a day!", "language": "en"}], "tasks": {"classify": ["sentiment"]}}"""))
            })
    @APIResponse(
            responseCode = "200",
            description = "With validateOnly: what the job would be made of; nothing is stored",
            content = @Content(schema = @Schema(implementation = ValidationView.class)))
    @APIResponse(
            responseCode = "202",
            description = "The job is durable",
            headers = {
                @Header(
                        name = "Location",
                        description = "Where the job is",
                        schema = @Schema(type = SchemaType.STRING)),
                @Header(
                        name = "Retry-After",
                        description = "Seconds until it is worth asking",
                        schema = @Schema(type = SchemaType.INTEGER)),
                @Header(
                        name = REPLAYED_HEADER,
                        description = "true where an earlier request with the same Idempotency-Key made the job",
                        schema = @Schema(type = SchemaType.BOOLEAN))
            },
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Response submit(
            InputStream body,
            @Context HttpHeaders headers,
            @Parameter(
                            description =
                                    "A name for this request, 1 to 255 characters. The same key with the same request gives"
                                            + " the same job; with another request it is refused. A key is kept as long as its job.",
                            example = "invoice-2026-11-27")
                    @HeaderParam(KEY_HEADER)
                    @Nullable
                    String key,
            @Parameter(description = "The trace to which the job belongs, by W3C Trace Context")
                    @HeaderParam(TRACE_HEADER)
                    @Nullable
                    String trace,
            @Parameter(
                            description =
                                    "true: read and check the documents, answer with what they are, and store nothing",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"),
                            example = "true")
                    @QueryParam("validateOnly")
                    @Nullable
                    String validateOnly) {
        if (isTrue(validateOnly)) {
            return Response.ok(ValidationView.of(submissions.validate(
                            body,
                            String.valueOf(headers.getHeaderString(HttpHeaders.CONTENT_TYPE)),
                            headers.getHeaderString(HttpHeaders.CONTENT_LENGTH))))
                    .build();
        }
        JobSubmission.Submitted submitted = submissions.submit(
                body,
                String.valueOf(headers.getHeaderString(HttpHeaders.CONTENT_TYPE)),
                headers.getHeaderString(HttpHeaders.CONTENT_LENGTH),
                new Submissions.Names(key, trace));
        Job job = jobs.get(submitted.job());
        Response.ResponseBuilder response = Response.accepted(JobView.of(
                        job,
                        clock.instant(),
                        submitted
                                .webhook()
                                .map(WebhookBodies.CreatedWithJob::of)
                                .orElse(null)))
                .location(URI.create(PATH + "/" + job.id()))
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        if (submitted.replayed()) {
            response.header(REPLAYED_HEADER, true);
        }
        return response.build();
    }

    @GET
    @Operation(operationId = "listJobs", summary = "List jobs", description = "Page by page, the newest first.")
    @APIResponse(
            responseCode = "200",
            description = "A page of jobs",
            content = @Content(schema = @Schema(implementation = JobView.Page.class)))
    public Response list(
            @Context Request request,
            @Parameter(
                            description = "Only jobs in one of these states; may be given several times",
                            schema = @Schema(type = SchemaType.ARRAY, implementation = State.class),
                            example = "[\"FAILED\"]")
                    @QueryParam("state")
                    List<String> states,
            @Parameter(description = "Only jobs created at this time or later", example = "2026-11-01T00:00:00Z")
                    @QueryParam("createdFrom")
                    @Nullable
                    String createdFrom,
            @Parameter(description = "Only jobs created before this time", example = "2026-12-01T00:00:00Z")
                    @QueryParam("createdBefore")
                    @Nullable
                    String createdBefore,
            @Parameter(description = "newest (the default) or oldest: which come first", example = "oldest")
                    @QueryParam("order")
                    @Nullable
                    String order,
            @Parameter(
                            description = "Entries of a page",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "100"),
                            example = "100")
                    @QueryParam("pageSize")
                    @Nullable
                    String pageSize,
            @Parameter(description = "nextPageToken of the page before") @QueryParam("pageToken") @Nullable
                    String pageToken) {
        Page<Job> page =
                jobs.list(JobFilter.parse(states, createdFrom, createdBefore, order), number(pageSize), pageToken);
        return tagged.ok(
                        request,
                        new JobView.Page(
                                page.entries().stream()
                                        .map(job -> JobView.of(job, clock.instant()))
                                        .toList(),
                                page.next().orElse(null)))
                .build();
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "getJob",
            summary = "The state of a job",
            description = "With `Prefer: wait=20` as soon as the job is finished, or after 20 seconds.")
    @APIResponse(
            responseCode = "200",
            description = "The job; Retry-After is there while it is not finished",
            headers =
                    @Header(
                            name = "Retry-After",
                            description = "Seconds until it is worth asking again",
                            schema = @Schema(type = SchemaType.INTEGER)),
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Uni<Response> get(
            @Context Request request,
            @Parameter(description = "Id of a job", example = "01900000-0000-7000-8000-000000000001") @PathParam("id")
                    String id,
            @Parameter(description = "wait and a number of seconds: how long to wait for the end", example = "wait=20")
                    @HeaderParam("Prefer")
                    @Nullable
                    String prefer) {
        Duration wait = jobWait.wanted(prefer);
        return jobWait.finished(id, wait).map(job -> {
            Response.ResponseBuilder response = tagged.ok(request, JobView.of(job, clock.instant()));
            if (!job.state().isTerminal()) {
                response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            }
            if (!wait.isZero()) {
                response.header("Preference-Applied", "wait=" + wait.toSeconds());
            }
            return response.build();
        });
    }

    @GET
    @Path("/{id}/documents")
    @Operation(
            operationId = "listDocuments",
            summary = "List the documents of a job",
            description = "Page by page, in the order in which they were submitted.")
    @APIResponse(
            responseCode = "200",
            description = "A page of documents",
            content = @Content(schema = @Schema(implementation = DocumentView.Page.class)))
    public Response documents(
            @Context Request request,
            @Parameter(description = "Id of a job", example = "01900000-0000-7000-8000-000000000001") @PathParam("id")
                    String id,
            @Parameter(
                            description = "Only documents in one of these states; may be given several times",
                            schema = @Schema(type = SchemaType.ARRAY, implementation = State.class),
                            example = "[\"FAILED\"]")
                    @QueryParam("state")
                    List<String> states,
            @Parameter(description = "Only documents with this file name", example = "report.pdf")
                    @QueryParam("fileName")
                    @Nullable
                    String fileName,
            @Parameter(description = "Only the document with this customId", example = "order-17")
                    @QueryParam("customId")
                    @Nullable
                    String customId,
            @Parameter(
                            description = "Only documents with a task that failed with one of these codes",
                            example = "[\"PARSER_TIMEOUT\"]")
                    @QueryParam("code")
                    List<String> codes,
            @Parameter(
                            description = "Entries of a page",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "100"),
                            example = "100")
                    @QueryParam("pageSize")
                    @Nullable
                    String pageSize,
            @Parameter(description = "nextPageToken of the page before") @QueryParam("pageToken") @Nullable
                    String pageToken) {
        Page<Document> page = jobs.documents(
                id, DocumentFilter.parse(states, fileName, customId, codes), number(pageSize), pageToken);
        return tagged.ok(
                        request,
                        new DocumentView.Page(
                                page.entries().stream().map(DocumentView::of).toList(),
                                page.next().orElse(null)))
                .build();
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "cancelJob",
            summary = "Cancel a job",
            description = "Finished results stay; unfinished documents end CANCELLED. A finished job stays as it is.")
    @APIResponse(
            responseCode = "200",
            description = "The job after the call",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public JobView cancel(
            @Parameter(description = "Id of a job", example = "01900000-0000-7000-8000-000000000001") @PathParam("id")
                    String id) {
        return JobView.of(jobs.cancel(id), clock.instant());
    }

    private static boolean isTrue(@Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw new FailureException(FailureCode.BAD_REQUEST, "validateOnly must be true or false.");
    }

    /** A page size that is no integer is a bad request, not a missing page. */
    private static @Nullable Integer number(@Nullable String text) {
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new FailureException(FailureCode.BAD_REQUEST, "pageSize must be an integer.", e);
        }
    }
}
