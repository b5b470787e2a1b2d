package dev.scriptorium.benchmarks.labels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * A data set with its own division.
 *
 * @param descriptions what each label means, in the order of the labels
 */
record LabelledTexts(String name, List<Text> training, List<Text> test, Map<String, String> descriptions) {

    record Text(String text, String label) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reuters-21578 in JSON lines, gzipped: documents of ModApte's division with exactly one topic, of the eight topics that
     * are largest among those (known as R8).
     */
    static LabelledTexts reuters(Path file) throws IOException {
        Map<String, String> topics = new LinkedHashMap<>();
        topics.put("acq", "a company buys another company or a stake in it: mergers and acquisitions");
        topics.put("crude", "crude oil, petroleum, barrels, opec and energy prices");
        topics.put("earn", "a company reports its earnings, profit, loss, revenues or dividend");
        topics.put("grain", "grain, wheat, corn, crops and harvest");
        topics.put("interest", "interest rates, the prime rate, the discount rate of a central bank");
        topics.put("money-fx", "currencies, foreign exchange, the dollar and the yen, money market");
        topics.put("ship", "ships, shipping, ports, vessels and cargo");
        topics.put("trade", "trade between countries, exports, imports, tariffs, the trade deficit");
        List<Text> training = new ArrayList<>();
        List<Text> test = new ArrayList<>();
        try (var lines = new BufferedReader(new InputStreamReader(opened(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode json = JSON.readTree(line);
                String topic = json.path("topics").path(0).asText();
                if (json.path("topics").size() == 1 && topics.containsKey(topic)) {
                    Text text = new Text(
                            json.path("title").asText() + "\n\n"
                                    + json.path("text").asText(),
                            topic);
                    switch (json.path("split").asText()) {
                        case "TRAIN" -> training.add(text);
                        case "TEST" -> test.add(text);
                        default -> {}
                    }
                }
            }
        }
        return new LabelledTexts("reuters", training, test, topics);
    }

    /** CLINC150, gzipped JSON: 150 intents; the validation part is what is tested on. A label's name describes it. */
    static LabelledTexts intents(Path file) throws IOException {
        JsonNode json;
        try (InputStream in = opened(file)) {
            json = JSON.readTree(in);
        }
        List<Text> training = texts(json.path("train"));
        Map<String, String> descriptions = new LinkedHashMap<>();
        training.stream().map(Text::label).sorted().forEach(label -> descriptions.put(label, label.replace('_', ' ')));
        return new LabelledTexts("intents", training, texts(json.path("val")), descriptions);
    }

    List<String> labels() {
        return List.copyOf(descriptions.keySet());
    }

    private static List<Text> texts(JsonNode pairs) {
        List<Text> texts = new ArrayList<>();
        pairs.forEach(
                pair -> texts.add(new Text(pair.path(0).asText(), pair.path(1).asText())));
        return texts;
    }

    private static InputStream opened(Path file) throws IOException {
        return new GZIPInputStream(Files.newInputStream(file));
    }
}
