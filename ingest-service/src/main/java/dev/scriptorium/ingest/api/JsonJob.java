package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.ingest.job.RequestedTasks;
import dev.scriptorium.ingest.submission.JobSubmission;
import dev.scriptorium.ingest.submission.TaskLimits;
import dev.scriptorium.ingest.webhook.Webhooks;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"documents": [...], "tasks": {...}, "webhook": {...}}} token by token: each document goes to the blob store before the next one
 * is read, so that neither their number nor their sum takes memory. For one request.
 */
final class JsonJob {

    private static final String KNOWN_OF_JOB = "documents, tasks, webhook";

    private final JsonBody json;
    private final JobSubmission submission;
    private final TaskLimits rules;
    private final Webhooks webhooks;
    private final DataSize mostTasks;
    private @Nullable RequestedTasks tasks;
    private boolean hasDocuments;

    /** @param mostTasks the size of the members {@code tasks} and {@code webhook}, which are held in memory */
    JsonJob(JsonBody json, JobSubmission submission, TaskLimits rules, Webhooks webhooks, DataSize mostTasks) {
        this.json = json;
        this.submission = submission;
        this.rules = rules;
        this.webhooks = webhooks;
        this.mostTasks = mostTasks;
    }

    /** Adds all documents to the submission. The tasks. */
    RequestedTasks read(InputStream body) {
        json.stream(body, parser -> {
            job(parser);
            if (parser.nextToken() != null) {
                throw JsonBody.bad("The JSON must be one value; something follows it" + JsonBody.at(parser) + ".");
            }
            return true;
        });
        if (!hasDocuments) {
            throw JsonBody.bad("documents is missing.");
        }
        if (tasks == null) {
            throw JsonBody.bad("tasks is missing.");
        }
        return tasks;
    }

    private void job(JsonParser parser) throws IOException {
        JsonDocuments.expect(parser, JsonToken.START_OBJECT, "The JSON", "an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            switch (member) {
                case "documents" -> {
                    parser.nextToken();
                    hasDocuments = true;
                    new JsonDocuments(json, submission, rules).readArray(parser);
                }
                case "tasks" -> {
                    parser.nextToken();
                    JsonDocuments.expect(parser, JsonToken.START_OBJECT, "tasks", "an object");
                    tasks = json.value(parser, TasksBody.class, "tasks", mostTasks)
                            .check(rules);
                }
                case "webhook" -> {
                    parser.nextToken();
                    JsonDocuments.expect(parser, JsonToken.START_OBJECT, "webhook", "an object");
                    submission.tell(webhooks.ofJob(json.value(parser, WebhookBodies.OfJob.class, "webhook", mostTasks)
                            .wanted()));
                }
                default -> throw JsonDocuments.unknown(member, KNOWN_OF_JOB);
            }
        }
    }
}
