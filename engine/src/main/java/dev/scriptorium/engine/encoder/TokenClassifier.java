package dev.scriptorium.engine.encoder;

import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.TokenLabelModel;
import dev.scriptorium.tokenizers.ModelFiles;
import dev.scriptorium.tokenizers.TokenizedText;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A classifier of tokens: {@code BertForTokenClassification} and its like. */
public final class TokenClassifier extends Classifier implements TokenLabelModel {

    private TokenClassifier(Loaded loaded) {
        super(loaded);
    }

    public static TokenClassifier load(ModelFiles files, EngineSettings settings) {
        return new TokenClassifier(Loaded.of(files, settings, true, EncoderGraph::tokenClassification));
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
