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

    /** The new label set with how well it does. */
    public LabelSet train(String name, Training training) {
        String query = Stream.concat(
                        training.descriptions().entrySet().stream()
                                .map(label -> "label=" + encoded(label.getKey() + "=" + label.getValue())),
                        training.precision() == 0 ? Stream.of() : Stream.of("precision=" + training.precision()))
                .collect(Collectors.joining("&"));
        JsonNode trained =
                api.json(api.request(PATH + "/" + encoded(name) + (query.isEmpty() ? "" : "?" + query), TRAINING_LIMIT)
                        .header("Content-Type", training.contentType())
                        .POST(BodyPublishers.ofByteArray(training.examples()))
                        .build());
        return Json.read(trained, LabelSet.class);
    }

    /** The digests of the label sets of these names that were trained here, by name. */
    public Map<String, String> digests(List<String> names) {
        Map<String, String> digests = new TreeMap<>();
        for (LabelSet.Line line : labelSets()) {
            if (names.contains(line.name())) {
                digests.put(line.name(), labelSet(line.name()).digest());
            }
        }
        return digests;
    }

    public List<LabelSet.Line> labelSets() {
        return Json.readAll(api.get(PATH).path("labelSets"), LabelSet.Line.class);
    }

    public LabelSet labelSet(String name) {
        return Json.read(json(name), LabelSet.class);
    }

    /** The label set in the API's own form. */
    public JsonNode json(String name) {
        return api.get(PATH + "/" + encoded(name));
    }

    public void delete(String name) {
        api.perform(api.request(PATH + "/" + encoded(name), LIMIT).DELETE().build());
    }

    /** One answer for each text, in order: a label or an error. */
    public List<LabelSet.Answer> classify(String labelSet, List<String> texts) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("labelSet", labelSet);
        texts.forEach(body.putArray("texts")::add);
        JsonNode answer = api.json(api.request("/v1/classify", LIMIT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
        return Json.readAll(answer.path("classifications"), LabelSet.Answer.class);
    }

    private static String encoded(String text) {
        return PipelineClient.segment(text);
    }
}
