package dev.scriptorium.engine.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.TokenLabelModel;
import dev.scriptorium.tokenizers.ModelFiles;
import dev.scriptorium.tokenizers.TokenizedText;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A classifier of tokens: {@code BertForTokenClassification} and its like. */
public final class TokenClassifier extends Encoder implements TokenLabelModel {

    private final Labels labels;

    private TokenClassifier(Parts parts, Labels labels) {
        super(parts);
        this.labels = labels;
    }

    public static TokenClassifier load(ModelFiles files, EngineSettings settings) {
        JsonNode json = files.json("config.json");
        EncoderConfig config = EncoderConfig.read(json);
        Labels labels = Labels.read(json);
        return new TokenClassifier(Parts.of(files, config, pass(files, config, labels, settings)), labels);
    }

    private static ForwardPass pass(ModelFiles files, EncoderConfig config, Labels labels, EngineSettings settings) {
        int count = labels.names().size();
        return PublishedGraph.in(files)
                .<ForwardPass>map(file -> PublishedGraph.load(files, file, List.of("logits"), true, settings))
                .orElseGet(() -> OwnGraph.of(
                        files,
                        settings,
                        count,
                        weights -> EncoderGraph.tokenClassification(config, weights, count, settings.precision())));
    }

    @Override
    public List<String> labels() {
        return labels.names();
    }

    @Override
    public TokenizedText tokenize(String text) {
        return tokenized(text);
    }

    @Override
    public List<List<float[]>> label(List<int[]> inputs) {
        return run(inputs).stream().map(this::byToken).toList();
    }

    private List<float[]> byToken(float[] scores) {
        int count = labels.names().size();
        return IntStream.range(0, scores.length / count)
                .mapToObj(token -> Arrays.copyOfRange(scores, token * count, (token + 1) * count))
                .map(labels::probabilities)
                .toList();
    }
}
