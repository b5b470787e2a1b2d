package dev.scriptorium.ingest.api;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.accept.Door;
import dev.scriptorium.ingest.accept.Intake;
import dev.scriptorium.ingest.accept.WantedRules;
import dev.scriptorium.ingest.job.Document;
import dev.scriptorium.ingest.job.Job;
import dev.scriptorium.ingest.query.Jobs;
import dev.scriptorium.ingest.query.Page;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Jobs: submitted, looked at, listed, cancelled. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class JobResource {

    private static final int RETRY_AFTER_SECONDS = 1;
    private static final String KEY_HEADER = "Idempotency-Key";
    private static final String TRACE_HEADER = "traceparent";

    private final Door door;
    private final WantedRules rules;
    private final Jobs jobs;
    private final Clock clock;

    public JobResource(Door door, WantedRules rules, Jobs jobs, Clock clock) {
        this.door = door;
        this.rules = rules;
        this.jobs = jobs;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(
            summary = "Submit documents",
            description =
                    "Files in parts named files, what is wanted as JSON in a part named tasks. Answered when the job is durable.")
    @APIResponse(
            responseCode = "202",
            description = "Accepted; Location says where to look",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Response submit(
            @RestForm("files") List<FileUpload> files,
            @RestForm("tasks") @Nullable String tasks,
            @HeaderParam(KEY_HEADER) @Nullable String key,
            @HeaderParam(TRACE_HEADER) @Nullable String trace) {
        TasksBody wanted = JsonBody.read(tasks, TasksBody.class);
        try (Intake intake = door.open(wanted.check(rules), key, trace)) {
            for (FileUpload file : files) {
                try (InputStream content = Files.newInputStream(file.uploadedFile())) {
                    intake.add(file.fileName(), file.contentType() == null ? "" : file.contentType(), content);
                } catch (IOException e) {
                    throw new FailureException(FailureCode.INTERNAL, "An uploaded file could not be read.", e);
                }
            }
            return accepted(jobs.get(intake.accept()));
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Submit documents as text")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = SubmitBody.class)))
    @APIResponse(
            responseCode = "202",
            description = "Accepted; Location says where to look",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Response submit(
            InputStream body,
            @HeaderParam(KEY_HEADER) @Nullable String key,
            @HeaderParam(TRACE_HEADER) @Nullable String trace) {
        SubmitBody submitted = JsonBody.read(body, SubmitBody.class);
        if (submitted.tasks() == null
                || submitted.documents() == null
                || submitted.documents().contains(null)) {
            throw JsonBody.bad("A job has documents and tasks.");
        }
        try (Intake intake = door.open(submitted.tasks().check(rules), key, trace)) {
            int number = 0;
            for (SubmitBody.TextDocument document : submitted.documents()) {
                number++;
                String name = document.name() == null ? "document-" + number + ".txt" : document.name();
                String type = document.mediaType() == null ? "text/plain; charset=UTF-8" : document.mediaType();
                intake.add(name, type, utf8(document.text() == null ? "" : document.text()));
            }
            return accepted(jobs.get(intake.accept()));
        }
    }

    @GET
    @Operation(summary = "List jobs, the newest first")
    public JobView.Page list(
            @QueryParam("pageSize") @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "100") @Nullable
                    String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        Page<Job> page = jobs.newest(number(pageSize), pageToken);
        return new JobView.Page(
                page.entries().stream()
                        .map(job -> JobView.of(job, clock.instant()))
                        .toList(),
                page.next().orElse(null));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "How a job stands")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = JobView.class)))
    public Response get(@PathParam("id") String id) {
        Job job = jobs.get(id);
        Response.ResponseBuilder response = Response.ok(JobView.of(job, clock.instant()));
        if (!job.state().isOver()) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.build();
    }

    @GET
    @Path("/{id}/documents")
    @Operation(summary = "A job's documents in the order in which they were submitted")
    public DocumentView.Page documents(
            @PathParam("id") String id,
            @QueryParam("pageSize") @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "100") @Nullable
                    String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        Page<Document> page = jobs.documents(id, number(pageSize), pageToken);
        return new DocumentView.Page(
                page.entries().stream().map(DocumentView::of).toList(),
                page.next().orElse(null));
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Cancel a job", description = "What is done stays; what is not ends CANCELLED.")
    public JobView cancel(@PathParam("id") String id) {
        return JobView.of(jobs.cancel(id), clock.instant());
    }

    private Response accepted(Job job) {
        return Response.accepted(JobView.of(job, clock.instant()))
                .location(URI.create("/v1/jobs/" + job.id()))
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }

    /** A page size that is no number is a bad request, not a missing page. */
    private static @Nullable Integer number(@Nullable String text) {
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new FailureException(FailureCode.BAD_REQUEST, "The size of a page is a number.", e);
        }
    }

    /** Refuses half of a surrogate pair, which has no UTF-8. */
    private static InputStream utf8(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return new ByteArrayInputStream(bytes.array(), 0, bytes.limit());
        } catch (CharacterCodingException e) {
            throw new FailureException(FailureCode.BAD_REQUEST, "A text is not valid Unicode.", e);
        }
    }
}
