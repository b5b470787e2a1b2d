package dev.scriptorium.inference.engine.bert;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.engine.ClassificationModel;
import dev.scriptorium.inference.engine.EngineSettings;
import dev.scriptorium.inference.engine.batch.Inputs;
import dev.scriptorium.inference.engine.files.ModelFiles;
import dev.scriptorium.inference.engine.files.Weights;
import dev.scriptorium.inference.engine.onnx.OnnxSession;
import dev.scriptorium.inference.engine.tokenizer.EncoderTokenizer;
import java.util.ArrayList;
import java.util.List;

/** A {@code BertForSequenceClassification} with one right label for each text. */
public final class BertClassifier implements ClassificationModel {

    private final BertEncoder encoder;
    private final List<String> labels;

    private BertClassifier(BertEncoder encoder, List<String> labels) {
        this.encoder = encoder;
        this.labels = labels;
    }

    public static BertClassifier load(ModelFiles files, EngineSettings settings) {
        JsonNode json = files.json("config.json");
        BertConfig config = BertConfig.read(json);
        List<String> labels = labels(json);
        try (Weights weights = files.weights()) {
            EncoderTokenizer tokenizer = EncoderTokenizer.read(files);
            OnnxSession session = OnnxSession.of(
                    BertGraph.classification(config, weights, labels.size(), settings.precision()), settings);
            Inputs accepted = new Inputs(BertEncoder.maxTokens(files, config), config.vocabulary());
            return new BertClassifier(new BertEncoder(tokenizer, session, accepted), labels);
        }
    }

    private static List<String> labels(JsonNode config) {
        JsonNode names = config.path("id2label");
        List<String> labels = new ArrayList<>();
        for (int id = 0; names.has(String.valueOf(id)); id++) {
            labels.add(names.path(String.valueOf(id)).asText());
        }
        if (labels.size() != names.size() || labels.isEmpty()) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT, "config.json has no id2label that names the labels from 0 on");
        }
        String problem = config.path("problem_type").asText("single_label_classification");
        if (labels.size() == 1 || !problem.equals("single_label_classification") && !problem.equals("null")) {
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED,
                    "config.json asks for a classification other than one label out of several");
        }
        return List.copyOf(labels);
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    @Override
    public List<float[]> classify(List<int[]> inputs) {
        return encoder.run(inputs);
    }

    @Override
    public int[] encode(String text) {
        return encoder.tokenizer().encode(text);
    }

    @Override
    public int maxInputTokens() {
        return encoder.accepted().maxTokens();
    }

    @Override
    public String tokenizerDigest() {
        return encoder.tokenizer().digest();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
