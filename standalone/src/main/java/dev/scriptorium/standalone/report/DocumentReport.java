package dev.scriptorium.standalone.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.standalone.client.JobDocument;
import dev.scriptorium.standalone.client.Json;
import dev.scriptorium.standalone.client.PipelineClient;
import java.util.Optional;

/** All that is known of one document and its results, in the shape that {@code --json} prints. */
public record DocumentReport(ObjectNode json) {
    /**
     * Fetches the results that exist.
     *
     * @param file as the report names it
     */
    public static DocumentReport of(String file, JobDocument document, PipelineClient client) {
        String id = document.id();
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("file", file);
        report.put("id", id);
        report.put("sha256", document.sha256());
        report.put("mediaType", document.mediaType());
        report.put("language", document.language());
        report.put("state", document.state().name());
        report.set("summary", document.hasSummary() ? summary(id, client) : JsonNodeFactory.instance.nullNode());
        ObjectNode translations = report.putObject("translations");
        for (String language : document.languages()) {
            client.result(id, "translations/" + language)
                    .ifPresent(found -> translations.set(language, translation(found)));
        }
        ObjectNode classifications = report.putObject("classifications");
        if (!document.labelSets().isEmpty()) {
            client.result(id, "classifications")
                    .ifPresent(found -> found.path("classifications")
                            .forEach(one ->
                                    classifications.set(one.path("labelSet").asText(), classification(one))));
        }
        report.set("error", document.firstFailure().map(Json::of).orElse(JsonNodeFactory.instance.nullNode()));
        return new DocumentReport(report);
    }

    public String file() {
        return json.path("file").asText();
    }

    public boolean succeeded() {
        return json.path("state").asText().equals("SUCCEEDED");
    }

    /** Why it failed, as code and reason; empty where it did not. */
    public Optional<String> error() {
        JsonNode error = json.path("error");
        return error.isObject()
                ? Optional.of(error.path("code").asText() + ": "
                        + error.path("reason").asText())
                : Optional.empty();
    }

    private static JsonNode summary(String document, PipelineClient client) {
        return client.result(document, "summary")
                .<JsonNode>map(found -> {
                    ObjectNode summary = JsonNodeFactory.instance.objectNode();
                    copy(found, "style", summary);
                    copy(found, "sentences", summary);
                    copy(found, "coverage", summary);
                    return summary;
                })
                .orElse(JsonNodeFactory.instance.nullNode());
    }

    private static ObjectNode translation(JsonNode found) {
        ObjectNode translation = JsonNodeFactory.instance.objectNode();
        copy(found, "text", translation);
        copy(found, "path", translation);
        copy(found, "segments", translation);
        return translation;
    }

    private static ObjectNode classification(JsonNode found) {
        ObjectNode classification = JsonNodeFactory.instance.objectNode();
        copy(found, "label", classification);
        copy(found, "unsure", classification);
        copy(found, "scores", classification);
        return classification;
    }

    private static void copy(JsonNode from, String field, ObjectNode to) {
        to.set(field, from.path(field).isMissingNode() ? JsonNodeFactory.instance.nullNode() : from.path(field));
    }
}
