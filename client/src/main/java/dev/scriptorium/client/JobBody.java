package dev.scriptorium.client;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** A job as a multipart body: the tasks first, so that what cannot be done is refused before the documents are sent. */
final class JobBody {

    private static final String END_OF_LINE = "\r\n";

    private final String boundary = "scriptorium-" + UUID.randomUUID();
    private final List<BodyPublisher> parts = new ArrayList<>();

    JobBody(NewJob job) {
        text("name=\"tasks\"", "application/json", Json.write(job.tasks()));
        if (!job.texts().isEmpty()) {
            text(
                    "name=\"lines\"; filename=\"lines.jsonl\"",
                    "application/x-ndjson",
                    job.texts().stream().map(Json::write).collect(Collectors.joining("\n")));
        }
        job.files().forEach(this::file);
        parts.add(BodyPublishers.ofString("--" + boundary + "--" + END_OF_LINE));
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    BodyPublisher publisher() {
        return BodyPublishers.concat(parts.toArray(BodyPublisher[]::new));
    }

    private void file(NewJob.FileDocument file) {
        head(
                "name=\"files\"; filename=\"" + file.name().replaceAll("[\"\\p{Cntrl}]", "_") + '"',
                "application/octet-stream");
        try {
            parts.add(BodyPublishers.ofFile(file.path()));
        } catch (FileNotFoundException e) {
            throw new IllegalArgumentException("The file " + file.path() + " cannot be read.", e);
        }
        parts.add(BodyPublishers.ofString(END_OF_LINE));
    }

    private void text(String disposition, String type, String content) {
        head(disposition, type);
        parts.add(BodyPublishers.ofString(content + END_OF_LINE));
    }

    private void head(String disposition, String type) {
        parts.add(BodyPublishers.ofString("--" + boundary + END_OF_LINE + "Content-Disposition: form-data; "
                + disposition + END_OF_LINE + "Content-Type: " + type + END_OF_LINE + END_OF_LINE));
    }
}
