package dev.scriptorium.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Label sets over the HTTP API of a running instance. Thread-safe. */
public final class LabelSetClient {
    private static final String PATH = "/v1/label-sets";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration TRAINING_LIMIT = Duration.ofMinutes(35);

    private final PipelineClient api;

    public LabelSetClient(PipelineClient api) {
        this.api = api;
    }

    /**
     * Examples and what labels mean.
     *
     * @param contentType of the examples
     * @param descriptions by label
     * @param precision requested of sure answers; 0: as configured
     */
    public record Training(String contentType, byte[] examples, Map<String, String> descriptions, double precision) {}

    /** The label set with how well it does. */
    public JsonNode train(String name, Training training) {
        String query = Stream.concat(
                        training.descriptions().entrySet().stream()
                                .map(label -> "label=" + encoded(label.getKey() + "=" + label.getValue())),
                        training.precision() == 0 ? Stream.of() : Stream.of("precision=" + training.precision()))
                .collect(Collectors.joining("&"));
        return api.json(api.request(PATH + "/" + encoded(name) + (query.isEmpty() ? "" : "?" + query), TRAINING_LIMIT)
                .header("Content-Type", training.contentType())
                .POST(BodyPublishers.ofByteArray(training.examples()))
                .build());
    }

    /** The digests of the label sets of these names that were trained here, by name. */
    public Map<String, String> digests(List<String> names) {
        Map<String, String> digests = new TreeMap<>();
        for (JsonNode line : labelSets()) {
            String name = line.path("name").asText();
            if (names.contains(name)) {
                digests.put(name, labelSet(name).path("digest").asText());
            }
        }
        return digests;
    }

    public JsonNode labelSets() {
        return api.get(PATH).path("labelSets");
    }

    public JsonNode labelSet(String name) {
        return api.get(PATH + "/" + encoded(name));
    }

    public void delete(String name) {
        api.perform(api.request(PATH + "/" + encoded(name), LIMIT).DELETE().build());
    }

    /** One answer for each text, in order: a label or an error. */
    public JsonNode classify(String labelSet, List<String> texts) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("labelSet", labelSet);
        texts.forEach(body.putArray("texts")::add);
        return api.json(api.request("/v1/classify", LIMIT)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build())
                .path("classifications");
    }

    private static String encoded(String text) {
        return PipelineClient.segment(text);
    }
}
