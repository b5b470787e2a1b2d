package dev.scriptorium.inference.labels.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.classifier.Head;
import dev.scriptorium.classifier.Learnt;
import dev.scriptorium.classifier.Quality;
import dev.scriptorium.classifier.Threshold;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.files.Weights;
import dev.scriptorium.tokenizers.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A label set's files: {@code config.json} names the labels and the embedding model, {@code model.safetensors} has the head,
 * {@code evaluation.json} how well it did, {@code README.md} the same for people. No text of an example is in any of them.
 */
record LabelSetFolder(Path path) {

    static final String ARCHITECTURE = "ScriptoriumLabelSet";

    private static final String CONFIG = "config.json";
    private static final String EVALUATION = "evaluation.json";
    private static final String MEANING = "meaning.weight";
    private static final String WORDS = "words.tokens";
    private static final String WORD_WEIGHTS = "words.weight";

    /** Token ids are kept as 32-bit floats, which hold integers up to this one. */
    private static final int HIGHEST_TOKEN = 1 << 24;

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private record Evaluation(
            Quality quality, Threshold threshold, double strength, boolean words, List<String> warnings) {}

    void write(LabelSet set) throws IOException {
        Learnt learnt = set.learnt();
        Head head = learnt.head();
        ObjectNode config = JSON.createObjectNode();
        config.putArray("architectures").add(ARCHITECTURE);
        config.put("embedding_model", set.embedding().model());
        config.put("embedding_digest", set.embedding().digest());
        config.put("hidden_size", head.dimensions());
        config.put("words", head.words().length);
        config.put("temperature", head.temperature());
        config.put("threshold", learnt.threshold().value());
        ObjectNode labels = config.putObject("id2label");
        for (int k = 0; k < set.labels().size(); k++) {
            labels.put(Integer.toString(k), set.labels().get(k));
        }
        Files.writeString(path.resolve(CONFIG), JSON.writeValueAsString(config), UTF_8);
        Files.writeString(
                path.resolve(EVALUATION),
                JSON.writeValueAsString(new Evaluation(
                        learnt.quality(), learnt.threshold(), learnt.strength(), learnt.words(), set.warnings())),
                UTF_8);
        Files.writeString(path.resolve("README.md"), LabelSetCard.of(set), UTF_8);
        writeHead(head);
    }

    private void writeHead(Head head) throws IOException {
        SafetensorsFile file = new SafetensorsFile();
        int labels = head.labels();
        file.add(MEANING, head.meaning(), head.dimensions(), labels);
        if (head.words().length > 0) {
            float[] tokens = new float[head.words().length];
            for (int i = 0; i < tokens.length; i++) {
                tokens[i] = token(head.words()[i]);
            }
            file.add(WORDS, tokens, tokens.length);
            file.add(WORD_WEIGHTS, head.wordWeights(), head.words().length, labels);
        }
        file.write(path.resolve("model.safetensors"));
    }

    private static float token(int id) {
        if (id > HIGHEST_TOKEN) {
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED, "The embedding model's vocabulary is too large for a label set");
        }
        return id;
    }

    /** @throws FailureException {@code MODEL_FILE_MISSING} or {@code MODEL_CORRUPT} */
    LabelSet read(String name) {
        ModelFiles files = new ModelFiles(path);
        JsonNode config = files.json(CONFIG);
        if (!config.path("architectures").path(0).asText().equals(ARCHITECTURE)) {
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED, "config.json of " + name + " does not describe a label set");
        }
        List<String> labels = new ArrayList<>();
        JsonNode names = config.path("id2label");
        for (int k = 0; names.has(Integer.toString(k)); k++) {
            labels.add(names.path(Integer.toString(k)).asText());
        }
        Evaluation evaluation = evaluation(files);
        try {
            return new LabelSet(
                    name,
                    labels,
                    new LabelSet.Embedding(
                            config.path("embedding_model").asText(),
                            config.path("embedding_digest").asText()),
                    new Learnt(
                            head(files, config, labels.size()),
                            new Threshold(
                                    config.path("threshold").asDouble(),
                                    evaluation.threshold().precision(),
                                    evaluation.threshold().coverage()),
                            evaluation.quality(),
                            evaluation.strength(),
                            evaluation.words()),
                    evaluation.warnings());
        } catch (IllegalArgumentException e) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT, "The files of the label set " + name + " do not fit each other", e);
        }
    }

    private static Evaluation evaluation(ModelFiles files) {
        try {
            return JSON.treeToValue(files.json(EVALUATION), Evaluation.class);
        } catch (JsonProcessingException e) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT, EVALUATION + " does not describe a label set's quality", e);
        }
    }

    private static Head head(ModelFiles files, JsonNode config, int labels) {
        int dimensions = config.path("hidden_size").asInt();
        int count = config.path("words").asInt();
        try (Weights weights = Weights.open(files)) {
            int[] words = new int[count];
            float[] tokens = count == 0 ? new float[0] : floats(weights, WORDS, count);
            for (int i = 0; i < count; i++) {
                words[i] = (int) tokens[i];
            }
            return new Head(
                    labels,
                    floats(weights, MEANING, dimensions, labels),
                    words,
                    count == 0 ? new float[0] : floats(weights, WORD_WEIGHTS, count, labels),
                    config.path("temperature").asDouble());
        }
    }

    private static float[] floats(Weights weights, String name, int... shape) {
        var values = weights.read(name, shape).values();
        float[] floats = new float[values.limit()];
        values.get(0, floats);
        return floats;
    }
}
