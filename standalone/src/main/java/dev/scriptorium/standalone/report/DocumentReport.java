package dev.scriptorium.standalone.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.standalone.client.PipelineClient;
import dev.scriptorium.standalone.client.Wanted;
import java.util.Optional;

/** All that is known of one document and its results, in the shape that {@code --json} prints. */
public record DocumentReport(ObjectNode json) {
    /** Fetches the results that there are. */
    public static DocumentReport of(String file, JsonNode document, Wanted wanted, PipelineClient client) {
        String id = document.path("id").asText();
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("file", file);
        copy(document, "sha256", report);
        copy(document, "mediaType", report);
        copy(document, "language", report);
        copy(document, "state", report);
        report.set("summary", wanted.sentences() == 0 ? JsonNodeFactory.instance.nullNode() : summary(id, client));
        ObjectNode translations = report.putObject("translations");
        for (String language : wanted.languages()) {
            client.result(id, "translations/" + language)
                    .ifPresent(found -> translations.set(language, translation(found)));
        }
        ObjectNode classifications = report.putObject("classifications");
        for (String labelSet : wanted.labelSets()) {
            classification(id, labelSet, client).ifPresent(found -> classifications.set(labelSet, found));
        }
        report.set("error", error(document));
        return new DocumentReport(report);
    }

    public boolean succeeded() {
        return json.path("state").asText().equals("SUCCEEDED");
    }

    private static JsonNode summary(String document, PipelineClient client) {
        return client.result(document, "summary")
                .<JsonNode>map(found -> {
                    ObjectNode summary = JsonNodeFactory.instance.objectNode();
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

    private static Optional<ObjectNode> classification(String document, String labelSet, PipelineClient client) {
        JsonNode all = client.result(document, "classifications").orElse(JsonNodeFactory.instance.nullNode());
        for (JsonNode one : all.path("classifications")) {
            if (one.path("labelSet").asText().equals(labelSet)) {
                ObjectNode classification = JsonNodeFactory.instance.objectNode();
                copy(one, "label", classification);
                copy(one, "unsure", classification);
                copy(one, "scores", classification);
                return Optional.of(classification);
            }
        }
        return Optional.empty();
    }

    /** Of the document, else of the first of its tasks that failed. */
    private static JsonNode error(JsonNode document) {
        if (document.path("failure").isObject()) {
            return document.path("failure");
        }
        for (JsonNode task : document.path("tasks")) {
            if (task.path("failure").isObject()) {
                return task.path("failure");
            }
        }
        return JsonNodeFactory.instance.nullNode();
    }

    private static void copy(JsonNode from, String field, ObjectNode to) {
        to.set(field, from.path(field).isMissingNode() ? JsonNodeFactory.instance.nullNode() : from.path(field));
    }
}
