package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.api.RetryBodies.MoreTasks;
import dev.scriptorium.ingest.api.RetryBodies.RetriedView;
import dev.scriptorium.ingest.job.Document;
import dev.scriptorium.ingest.job.DocumentFilter;
import dev.scriptorium.ingest.job.FailureFilter;
import dev.scriptorium.ingest.job.Job;
import dev.scriptorium.ingest.job.RequestedTasks;
import dev.scriptorium.ingest.jobs.JobQueries;
import dev.scriptorium.ingest.submission.JobSubmission;
import dev.scriptorium.ingest.submission.JobSubmissions;
import dev.scriptorium.ingest.submission.TaskLimits;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Finished documents that are worked on again: failures retried, tasks added, jobs run again. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Retries", description = "Failures by their code, and documents that are worked on again")
public class RetryResource {

    private static final int RETRY_AFTER_SECONDS = 1;
    private static final String JOBS = "/v1/jobs/";
    private static final String ID = "Id of a job";
    private static final String EXAMPLE = "01900000-0000-7000-8000-000000000001";
    private static final String REPLAYED_HEADER = "Idempotent-Replayed";

    private final JobQueries jobs;
    private final JobSubmissions submissions;
    private final TaskLimits rules;
    private final SmallBodies bodies;
    private final Clock clock;

    public RetryResource(
            JobQueries jobs, JobSubmissions submissions, TaskLimits rules, SmallBodies bodies, Clock clock) {
        this.jobs = jobs;
        this.submissions = submissions;
        this.rules = rules;
        this.bodies = bodies;
        this.clock = clock;
    }

    @POST
    @Path("/retry")
    @Operation(
            operationId = "retryFailures",
            summary = "Retry the failed tasks of all jobs by code",
            description =
                    "Jobs that were stopped, or are older than a job may take, are left out. Can be repeated: what is open"
                            + " already is not opened again.")
    @APIResponse(
            responseCode = "202",
            description = "How many jobs and documents are open again",
            content = @Content(schema = @Schema(implementation = RetriedView.class)))
    public Response retryFailures(
            @Parameter(description = "Code of a failure; at least one", example = "[\"DEPENDENCY_UNAVAILABLE\"]")
                    @QueryParam("code")
                    List<String> codes,
            @Parameter(description = "Only these tasks", example = "[\"translate:de\"]") @QueryParam("task")
                    List<String> tasks) {
        return Response.accepted(RetriedView.of(jobs.retryAll(FailureFilter.parse(codes, tasks))))
                .build();
    }

    @POST
    @Path("/{id}/retry")
    @Operation(
            operationId = "retryJob",
            summary = "Retry the failed tasks of a job",
            description =
                    "Results stay; failed tasks are opened again, in a new attempt. Possible while the job is not stopped and"
                            + " not older than a job may take.")
    @APIResponse(
            responseCode = "202",
            description = "The job is open again",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Response retry(
            @Parameter(description = ID, example = EXAMPLE) @PathParam("id") String id,
            @Parameter(description = "Only tasks that failed with one of these codes", example = "[\"PARSER_TIMEOUT\"]")
                    @QueryParam("code")
                    List<String> codes,
            @Parameter(description = "Only these tasks", example = "[\"translate:de\"]") @QueryParam("task")
                    List<String> tasks) {
        return accepted(jobs.retry(id, FailureFilter.parse(codes, tasks))).build();
    }

    @POST
    @Path("/{id}/tasks")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "addTasks",
            summary = "Add tasks to the documents of a finished job",
            description =
                    "Results stay. The documents need not be sent again. Possible when the job is finished, was not stopped and"
                            + " is not older than a job may take.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = MoreTasks.class)))
    @APIResponse(
            responseCode = "202",
            description = "The job is open again",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Response add(
            InputStream body,
            @Context HttpHeaders headers,
            @Parameter(description = ID, example = EXAMPLE) @PathParam("id") String id) {
        TasksBody more = bodies.read(body, headers, JOBS + id + "/tasks", MoreTasks.class)
                .required();
        if (more.sourceLanguage() != null || more.lane() != null) {
            throw JsonBody.bad(
                    "sourceLanguage and lane are those of the job; they cannot be given with further tasks.");
        }
        return accepted(jobs.add(id, more.check(rules))).build();
    }

    @POST
    @Path("/{id}/rerun")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rerunJob",
            summary = "Submit the documents of a job again",
            description =
                    "As a job of its own, with its own tasks: its results stand beside those of the first job. The documents need"
                            + " not be sent again.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = MoreTasks.class)))
    @APIResponse(
            responseCode = "202",
            description = "The new job",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Response rerun(
            InputStream body,
            @Context HttpHeaders headers,
            @Parameter(description = ID, example = EXAMPLE) @PathParam("id") String id,
            @Parameter(description = "Only documents in one of these states", example = "[\"FAILED\"]")
                    @QueryParam("state")
                    List<String> states,
            @Parameter(description = "As for a submission", example = "again-2026-11-27")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key) {
        RequestedTasks tasks = bodies.read(body, headers, JOBS + id + "/rerun", MoreTasks.class)
                .required()
                .check(rules);
        Job of = jobs.get(id);
        List<Document> documents = jobs.documents(of, DocumentFilter.parse(states, null, null, List.of()));
        JobSubmission.Submitted submitted = submissions.again(of.id(), documents, tasks, key);
        Response.ResponseBuilder response = accepted(jobs.get(submitted.job()));
        if (submitted.replayed()) {
            response.header(REPLAYED_HEADER, true);
        }
        return response.build();
    }

    private Response.ResponseBuilder accepted(Job job) {
        return Response.accepted(JobView.of(job, clock.instant()))
                .location(URI.create(JOBS + job.id()))
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
}
