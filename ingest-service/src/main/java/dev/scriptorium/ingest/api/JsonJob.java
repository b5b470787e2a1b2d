package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.ingest.blob.BlobWriter;
import dev.scriptorium.ingest.blob.StoredBlob;
import dev.scriptorium.ingest.job.RequestedTasks;
import dev.scriptorium.ingest.submission.JobSubmission;
import dev.scriptorium.ingest.submission.SubmittedDocument;
import dev.scriptorium.ingest.submission.TaskLimits;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"documents": [...], "tasks": {...}}} token by token: each document goes to the blob store before the next one
 * is read, so that neither their number nor their sum takes memory. For one request.
 */
final class JsonJob {

    private static final String PLAIN_TEXT = "text/plain; charset=UTF-8";
    private static final String KNOWN_OF_JOB = "documents, tasks";
    private static final String KNOWN_OF_DOCUMENT = "language, mediaType, name, text";

    private final JsonBody json;
    private final JobSubmission submission;
    private final TaskLimits rules;
    private final DataSize mostTasks;
    private @Nullable RequestedTasks tasks;
    private boolean hasDocuments;

    /** @param mostTasks the size of the member {@code tasks}, which is held in memory */
    JsonJob(JsonBody json, JobSubmission submission, TaskLimits rules, DataSize mostTasks) {
        this.json = json;
        this.submission = submission;
        this.rules = rules;
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
        expect(parser, JsonToken.START_OBJECT, "The JSON", "an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            switch (member) {
                case "documents" -> {
                    parser.nextToken();
                    documents(parser);
                }
                case "tasks" -> {
                    parser.nextToken();
                    expect(parser, JsonToken.START_OBJECT, "tasks", "an object");
                    tasks = json.value(parser, TasksBody.class, "tasks", mostTasks)
                            .check(rules);
                }
                default -> throw unknown(member, KNOWN_OF_JOB);
            }
        }
    }

    private void documents(JsonParser parser) throws IOException {
        expect(parser, JsonToken.START_ARRAY, "documents", "an array");
        hasDocuments = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            document(parser);
        }
    }

    private void document(JsonParser parser) throws IOException {
        String where = "documents[" + submission.size() + "]";
        expect(parser, JsonToken.START_OBJECT, where, "an object");
        String name = "document-" + (submission.size() + 1) + ".txt";
        String type = PLAIN_TEXT;
        String language = "";
        StoredBlob text = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            String at = where + "." + JsonBody.name(member);
            JsonToken value = parser.nextToken();
            switch (member) {
                case "name" -> name = value == JsonToken.VALUE_NULL ? name : string(parser, at);
                case "mediaType" -> type = value == JsonToken.VALUE_NULL ? type : string(parser, at);
                case "language" ->
                    language = value == JsonToken.VALUE_NULL ? "" : rules.sourceLanguage(string(parser, at));
                case "text" -> text = value == JsonToken.VALUE_NULL ? text : text(parser, at);
                default -> throw unknown(member, KNOWN_OF_DOCUMENT);
            }
        }
        submission.add(
                new SubmittedDocument(name, type, language),
                text == null ? submission.write().finish() : text);
    }

    private StoredBlob text(JsonParser parser, String at) throws IOException {
        expect(parser, JsonToken.VALUE_STRING, at, "a string");
        BlobWriter blob = submission.write();
        try (Utf8Writer utf8 = new Utf8Writer(blob)) {
            parser.getText(utf8);
        }
        return blob.finish();
    }

    private static String string(JsonParser parser, String at) throws IOException {
        expect(parser, JsonToken.VALUE_STRING, at, "a string");
        return JsonBody.unicode(parser.getText());
    }

    private static void expect(JsonParser parser, JsonToken token, String where, String form) {
        if (parser.currentToken() != token) {
            throw JsonBody.bad(where + " must be " + form + ".");
        }
    }

    private static RuntimeException unknown(String member, String known) {
        return JsonBody.bad("Unknown member " + JsonBody.name(member) + "; known are " + known + ".");
    }
}
