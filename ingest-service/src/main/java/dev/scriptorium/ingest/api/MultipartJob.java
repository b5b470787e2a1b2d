package dev.scriptorium.ingest.api;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.ingest.archive.ArchiveLimits;
import dev.scriptorium.ingest.archive.ArchiveReader;
import dev.scriptorium.ingest.http.BodyMemory;
import dev.scriptorium.ingest.http.MultipartBody;
import dev.scriptorium.ingest.http.RequestBodies;
import dev.scriptorium.ingest.job.RequestedTasks;
import dev.scriptorium.ingest.submission.JobSubmission;
import dev.scriptorium.ingest.submission.SubmittedDocument;
import dev.scriptorium.ingest.submission.TaskLimits;
import dev.scriptorium.ingest.webhook.Webhooks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.fileupload.FileItemStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a multipart request part by part: files, also those of archives and lines, go straight to the blob store, nothing is
 * spooled, and the headers of a part are bounded. For one request.
 */
final class MultipartJob {

    private static final String FILES = "files";
    private static final String ARCHIVES = "archives";
    private static final String LINES = "lines";
    private static final String TASKS = "tasks";
    private static final String WEBHOOK = "webhook";

    private final JsonBody json;
    private final RequestBodies bodies;
    private final JobSubmission submission;
    private final TaskLimits rules;
    private final Webhooks webhooks;
    private final Limits limits;
    private @Nullable RequestedTasks tasks;

    /**
     * Limits of parts.
     *
     * @param partHeaders the size of the headers of a part, which are held in memory
     * @param tasks the size of the parts {@code tasks} and {@code webhook}, which are held in memory
     * @param jsonText the characters of a text in JSON, which may be held in memory
     * @param archives what an archive may be
     */
    record Limits(DataSize partHeaders, DataSize tasks, int jsonText, ArchiveLimits archives) {}

    MultipartJob(
            JsonBody json,
            RequestBodies bodies,
            JobSubmission submission,
            TaskLimits rules,
            Webhooks webhooks,
            Limits limits) {
        this.json = json;
        this.bodies = bodies;
        this.submission = submission;
        this.rules = rules;
        this.webhooks = webhooks;
        this.limits = limits;
    }

    /** Adds all files to the submission. The tasks. */
    RequestedTasks read(InputStream body, String contentType) {
        new MultipartBody(body, contentType, limits.partHeaders()).each(this::part);
        if (tasks == null) {
            throw JsonBody.bad("The part tasks is missing.");
        }
        return tasks;
    }

    private void part(FileItemStream part, InputStream content) throws IOException {
        String name = part.getFieldName();
        if (FILES.equals(name)) {
            if (part.getName() == null) {
                throw JsonBody.bad("The part files must have a file name.");
            }
            String type = part.getContentType();
            submission.add(new SubmittedDocument("", part.getName(), type == null ? "" : type, ""), content);
        } else if (ARCHIVES.equals(name)) {
            new ArchiveReader(
                            limits.archives(),
                            (path, file) -> submission.add(new SubmittedDocument("", path, "", ""), file))
                    .read(content);
        } else if (LINES.equals(name)) {
            try (BodyMemory.Reserved reserved = bodies.reserve(limits.jsonText())) {
                new JsonDocuments(json, submission, rules).readLines(content);
            }
        } else if (TASKS.equals(name)) {
            if (tasks != null) {
                throw JsonBody.bad("There must be one part tasks, not several.");
            }
            tasks = json.read(bounded(content, TASKS), TasksBody.class).check(rules);
        } else if (WEBHOOK.equals(name)) {
            submission.tell(webhooks.ofJob(json.read(bounded(content, WEBHOOK), WebhookBodies.OfJob.class)
                    .wanted()));
        } else {
            throw JsonBody.bad("Unknown part " + JsonBody.name(name == null ? "" : name)
                    + "; known are archives, files, lines, tasks and webhook.");
        }
    }

    private InputStream bounded(InputStream content, String part) throws IOException {
        int most = Math.toIntExact(limits.tasks().toBytes());
        byte[] bytes = content.readNBytes(most + 1);
        if (bytes.length > most) {
            throw new FailureException(
                    FailureCode.REQUEST_TOO_LARGE, "The part " + part + " may have at most " + limits.tasks() + ".");
        }
        return new ByteArrayInputStream(bytes);
    }
}
