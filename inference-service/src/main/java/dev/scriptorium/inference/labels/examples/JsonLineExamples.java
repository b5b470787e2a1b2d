package dev.scriptorium.inference.labels.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;

/** A JSON object a line, with the strings {@code text} and {@code label}; other members are passed over. */
final class JsonLineExamples {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonLineExamples() {}

    static List<Example> read(String lines, BadRows bad) {
        List<Example> examples = new ArrayList<>();
        int line = 0;
        for (String row : lines.split("\\R", -1)) {
            line++;
            if (row.isBlank()) {
                continue;
            }
            try {
                JsonNode json = JSON.readTree(row);
                if (json.path("text").isTextual() && json.path("label").isTextual()) {
                    examples.add(new Example(
                            line, json.path("text").asText(), json.path("label").asText()));
                } else {
                    bad.add(line, "is no object with the strings text and label");
                }
            } catch (JsonProcessingException e) {
                bad.add(line, "is not JSON");
            }
        }
        return examples;
    }
}
