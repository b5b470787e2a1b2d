package dev.scriptorium.standalone.client;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The body of a multipart/form-data request; files are read while they are sent. Not thread-safe. */
final class MultipartForm {
    private final String boundary = "scriptorium-" + UUID.randomUUID();
    private final List<BodyPublisher> parts = new ArrayList<>();

    void json(String name, String content) {
        head("name=\"" + name + "\"", "application/json");
        text(content + "\r\n");
    }

    void file(String name, Upload file) {
        try {
            String fileName = file.name().replaceAll("[\"\\r\\n]", "_");
            head("name=\"" + name + "\"; filename=\"" + fileName + "\"", "application/octet-stream");
            parts.add(BodyPublishers.ofFile(file.content()));
            text("\r\n");
        } catch (FileNotFoundException e) {
            throw new ApiException("The file cannot be read: " + file.content(), e);
        }
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    BodyPublisher body() {
        List<BodyPublisher> all = new ArrayList<>(parts);
        all.add(BodyPublishers.ofString("--" + boundary + "--\r\n"));
        return BodyPublishers.concat(all.toArray(BodyPublisher[]::new));
    }

    private void head(String disposition, String contentType) {
        text("--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\nContent-Type: " + contentType
                + "\r\n\r\n");
    }

    private void text(String text) {
        parts.add(BodyPublishers.ofString(text, StandardCharsets.UTF_8));
    }
}
