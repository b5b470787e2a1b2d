package dev.scriptorium.ingest.api;

import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.archive.ArchiveLimits;
import dev.scriptorium.ingest.http.RequestBodies;
import dev.scriptorium.ingest.job.RequestedTasks;
import dev.scriptorium.ingest.submission.JobSubmission;
import dev.scriptorium.ingest.submission.JobSubmissions;
import dev.scriptorium.ingest.submission.TaskLimits;
import dev.scriptorium.ingest.validation.JobValidator;
import dev.scriptorium.ingest.validation.Validation;
import dev.scriptorium.ingest.webhook.Webhooks;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns the body of a request into a job, whichever form the body has. Thread-safe. */
@Singleton
class Submissions {

    private static final String PATH = "/v1/jobs";

    /** What reading a multipart body holds: buffers beside the headers of one part and the tasks. */
    private static final long BUFFERS = 64 << 10;

    private final JobSubmissions submissions;
    private final JobValidator validator;
    private final TaskLimits rules;
    /** What is missing is no failure of a validation. */
    private final TaskLimits form;

    private final JsonBody json;
    private final RequestBodies bodies;
    private final Webhooks webhooks;
    private final MultipartJob.Limits multipart;
    private final long jsonText;

    Submissions(
            JobSubmissions submissions,
            JobValidator validator,
            TaskLimits rules,
            JsonBody json,
            RequestBodies bodies,
            Webhooks webhooks,
            IngestConfig config) {
        this.submissions = submissions;
        this.validator = validator;
        this.rules = rules;
        this.form = rules.ofForm();
        this.json = json;
        this.bodies = bodies;
        this.webhooks = webhooks;
        this.multipart = new MultipartJob.Limits(
                config.http().partHeaders(),
                config.http().tasks(),
                config.limits().jsonText(),
                new ArchiveLimits(
                        config.limits().archiveEntries(),
                        config.limits().archiveDepth(),
                        config.limits().archiveRatio()));
        this.jsonText = config.limits().jsonText();
    }

    JobSubmission.Submitted submit(InputStream body, String contentType, @Nullable String length, Names names) {
        try (RequestBodies.Body open = bodies.open(body, PATH, length, held(contentType));
                JobSubmission submission = submissions.begin(names.key(), names.trace())) {
            return submission.submit(read(open.stream(), contentType, submission, rules));
        }
    }

    /** What the job would be made of; nothing is stored. */
    Validation validate(InputStream body, String contentType, @Nullable String length) {
        try (RequestBodies.Body open = bodies.open(body, PATH, length, held(contentType))) {
            return validator.validate(submission -> read(open.stream(), contentType, submission, form));
        }
    }

    private long held(String contentType) {
        return isMultipart(contentType)
                ? bytes(multipart.partHeaders()) + bytes(multipart.tasks()) + BUFFERS
                : jsonText;
    }

    private RequestedTasks read(InputStream body, String contentType, JobSubmission submission, TaskLimits limits) {
        return isMultipart(contentType)
                ? new MultipartJob(json, bodies, submission, limits, webhooks, multipart).read(body, contentType)
                : new JsonJob(json, submission, limits, webhooks, multipart.tasks()).read(body);
    }

    private static boolean isMultipart(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).startsWith(MediaType.MULTIPART_FORM_DATA);
    }

    private static long bytes(DataSize size) {
        return size.toBytes();
    }

    /** How a client names its request: by an idempotency key, in a trace. */
    record Names(@Nullable String key, @Nullable String trace) {}
}
