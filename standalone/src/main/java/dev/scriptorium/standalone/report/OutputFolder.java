package dev.scriptorium.standalone.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Writes a document's results as files: NAME.json with all of it, NAME.summary.txt, NAME.de.txt for each language. */
public record OutputFolder(Path path) {
    public void write(DocumentReport report) {
        JsonNode json = report.json();
        String name = Path.of(json.path("file").asText()).getFileName().toString();
        try {
            Files.createDirectories(path);
            Files.writeString(path.resolve(name + ".json"), json.toPrettyString());
            if (json.path("summary").isObject()) {
                Files.writeString(path.resolve(name + ".summary.txt"), sentences(json.path("summary")));
            }
            for (var translation : json.path("translations").properties()) {
                Files.writeString(
                        path.resolve(name + "." + translation.getKey() + ".txt"),
                        translation.getValue().path("text").asText());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the results cannot be written to " + path, e);
        }
    }

    private static String sentences(JsonNode summary) {
        return StreamSupport.stream(summary.path("sentences").spliterator(), false)
                .map(sentence -> sentence.path("text").asText() + "\n")
                .collect(Collectors.joining());
    }
}
