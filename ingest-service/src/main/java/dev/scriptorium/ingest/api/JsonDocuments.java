package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.scriptorium.ingest.blob.BlobWriter;
import dev.scriptorium.ingest.blob.StoredBlob;
import dev.scriptorium.ingest.submission.JobSubmission;
import dev.scriptorium.ingest.submission.SubmittedDocument;
import dev.scriptorium.ingest.submission.TaskLimits;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads documents that are given as JSON objects: in an array, or as JSON Lines. Each document goes to the blob store before
 * the next one is read. For one request.
 */
final class JsonDocuments {

    private static final String PLAIN_TEXT = "text/plain; charset=UTF-8";
    private static final String KNOWN = "customId, language, mediaType, name, text";

    private final JsonBody json;
    private final JobSubmission submission;
    private final TaskLimits rules;

    JsonDocuments(JsonBody json, JobSubmission submission, TaskLimits rules) {
        this.json = json;
        this.submission = submission;
        this.rules = rules;
    }

    /** Adds one document a line. */
    void readLines(InputStream lines) {
        json.stream(lines, parser -> {
            while (parser.currentToken() != null) {
                String where = "The line " + parser.currentLocation().getLineNr();
                document(parser, where, where + ": ");
                parser.nextToken();
            }
            return true;
        });
    }

    /** Adds the documents of the array at which the parser stands. */
    void readArray(JsonParser parser) throws IOException {
        expect(parser, JsonToken.START_ARRAY, "documents", "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String where = "documents[" + submission.size() + "]";
            document(parser, where, where + ".");
        }
    }

    private void document(JsonParser parser, String where, String prefix) throws IOException {
        expect(parser, JsonToken.START_OBJECT, where, "an object");
        String customId = "";
        String name = "document-" + (submission.size() + 1) + ".txt";
        String type = PLAIN_TEXT;
        String language = "";
        StoredBlob text = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            String at = prefix + JsonBody.name(member);
            boolean isNull = parser.nextToken() == JsonToken.VALUE_NULL;
            switch (member) {
                // As other APIs call it.
                case "customId", "custom_id" -> customId = isNull ? customId : string(parser, at);
                case "name" -> name = isNull ? name : string(parser, at);
                case "mediaType" -> type = isNull ? type : string(parser, at);
                case "language" -> language = isNull ? "" : rules.sourceLanguage(string(parser, at));
                case "text" -> text = isNull ? text : text(parser, at);
                default -> throw unknown(member, KNOWN);
            }
        }
        submission.add(
                new SubmittedDocument(customId, name, type, language),
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

    static void expect(JsonParser parser, JsonToken token, String where, String form) {
        if (parser.currentToken() != token) {
            throw JsonBody.bad(where + " must be " + form + ".");
        }
    }

    static RuntimeException unknown(String member, String known) {
        return JsonBody.bad("Unknown member " + JsonBody.name(member) + "; known are " + known + ".");
    }
}
