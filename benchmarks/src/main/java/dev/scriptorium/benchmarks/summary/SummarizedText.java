package dev.scriptorium.benchmarks.summary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A text that people summarized.
 *
 * @param language ISO 639-1
 * @param references the summaries, each as good as the others
 */
record SummarizedText(String language, String title, String text, List<String> references) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** All of a gzipped file of JSON lines, as the training's step "prepare" writes it. */
    static List<SummarizedText> all(Path file) throws IOException {
        List<SummarizedText> texts = new ArrayList<>();
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode json = JSON.readTree(line);
                List<String> references = new ArrayList<>();
                json.path("references").forEach(reference -> references.add(reference.asText()));
                texts.add(new SummarizedText(
                        json.path("language").asText(),
                        json.path("title").asText(),
                        json.path("text").asText(),
                        references));
            }
        }
        return texts;
    }

    /** Of the reference that it comes closest to. */
    Rouge rouge(String summary) {
        return references.stream()
                .map(reference -> Rouge.of(reference, summary))
                .max((a, b) -> Double.compare(a.one() + a.two(), b.one() + b.two()))
                .orElseThrow();
    }
}
