package dev.scriptorium.ingest.facade.deepl;

import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.Failure;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.ingest.api.JsonBody;
import dev.scriptorium.ingest.facade.DocumentJobs;
import dev.scriptorium.ingest.facade.RequestFields;
import dev.scriptorium.ingest.facade.RequestReader;
import dev.scriptorium.ingest.facade.deepl.DeepLViews.Handle;
import dev.scriptorium.ingest.facade.deepl.DeepLViews.Status;
import dev.scriptorium.ingest.job.Document;
import dev.scriptorium.ingest.job.Job;
import dev.scriptorium.ingest.jobs.JobQueries;
import dev.scriptorium.ingest.submission.TaskLimits;
import io.quarkus.vertx.http.Uncompressed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * DeepL's documents, as jobs of one document. The id is the document's, and the key names its job; who may ask is decided by
 * the credentials of the request, not by this key.
 */
@Path("/deepl/v2/document")
public class DeepLDocumentResource {

    private final RequestReader reader;
    private final DocumentJobs documents;
    private final JobQueries jobs;
    private final TaskLimits rules;
    private final Clock clock;
    private final DeepLErrors errors;

    public DeepLDocumentResource(
            RequestReader reader,
            DocumentJobs documents,
            JobQueries jobs,
            TaskLimits rules,
            Clock clock,
            DeepLErrors errors) {
        this.reader = reader;
        this.documents = documents;
        this.jobs = jobs;
        this.rules = rules;
        this.clock = clock;
        this.errors = errors;
    }

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Handle submit(InputStream body, @Context HttpHeaders headers, @Context UriInfo uri) {
        try (DocumentJobs.Upload upload = documents.begin()) {
            RequestFields fields = reader.upload(body, headers, uri, (before, file) -> upload.add(file));
            DeepLRequest.checkOptions(fields);
            if (fields.has("output_format")) {
                throw JsonBody.bad("output_format is not supported: a document comes back in its own format.");
            }
            Document document = upload.submit(DeepLRequest.source(fields, rules), DeepLRequest.target(fields, rules));
            return new Handle(document.id().toString(), key(document.job()));
        }
    }

    @POST
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    public Status status(
            InputStream body, @Context HttpHeaders headers, @Context UriInfo uri, @PathParam("id") String id) {
        Document document = document(id, reader.fields(body, headers, uri));
        if (document.state() == State.SUCCEEDED) {
            return new Status(id, "done", null, null);
        }
        if (document.state().isTerminal()) {
            String reason = document.failure().map(Failure::reason).orElse("It ended " + document.state() + ".");
            return new Status(id, "error", null, reason);
        }
        return document.startedAt() == null
                ? new Status(id, "queued", null, null)
                : new Status(id, "translating", secondsRemaining(document), null);
    }

    @POST
    @Path("/{id}/result")
    @Produces(MediaType.WILDCARD)
    @Uncompressed
    public Response result(
            InputStream body, @Context HttpHeaders headers, @Context UriInfo uri, @PathParam("id") String id) {
        Document document = document(id, reader.fields(body, headers, uri));
        String language = document.tasks().getFirst().wanted().target();
        return documents.download(document, language);
    }

    @ServerExceptionMapper(Throwable.class)
    public Response failure(Throwable thrown) {
        return errors.response(thrown);
    }

    private Document document(String id, RequestFields fields) {
        Document document = documents.document(id);
        if (!fields.required("document_key").equals(key(document.job()))) {
            throw new FailureException(FailureCode.NOT_FOUND, "No document has this id and this document_key.");
        }
        return document;
    }

    private long secondsRemaining(Document document) {
        Instant now = clock.instant();
        Job job = jobs.get(document.job());
        return Math.max(
                1,
                job.expectedEnd(now)
                        .map(end -> Duration.between(now, end).toSeconds())
                        .orElse(1L));
    }

    private static String key(JobId job) {
        return job.toString().replace("-", "").toUpperCase(Locale.ROOT);
    }
}
