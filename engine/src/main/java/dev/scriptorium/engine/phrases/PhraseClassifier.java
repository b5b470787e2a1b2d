package dev.scriptorium.engine.phrases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.engine.ClassificationModel;
import dev.scriptorium.engine.TextRule;
import dev.scriptorium.engine.batch.Inputs;
import dev.scriptorium.engine.encoder.Labels;
import dev.scriptorium.tokenizers.EncoderTokenizer;
import dev.scriptorium.tokenizers.ModelFiles;
import java.util.Arrays;
import java.util.List;

/**
 * {@code ScriptoriumPhrasesForSequenceClassification}: labels that are the steps of a scale, such as those from bad to good,
 * by a score that is the sum of what the text's phrases weigh. Safe for many threads.
 */
public final class PhraseClassifier implements ClassificationModel {

    private static final int USUAL_MAX_TOKENS = 512;

    /** By how much the likeliest label is above equal probabilities where the model has any opinion. */
    private static final float LEAST_PREFERENCE = 1e-3f;

    private final EncoderTokenizer tokenizer;
    private final Inputs accepted;
    private final PhraseKeys phrases;
    private final PhraseWeights weights;
    private final LabelScale scale;

    private PhraseClassifier(
            EncoderTokenizer tokenizer, Inputs accepted, PhraseKeys phrases, PhraseWeights weights, LabelScale scale) {
        this.tokenizer = tokenizer;
        this.accepted = accepted;
        this.phrases = phrases;
        this.weights = weights;
        this.scale = scale;
    }

    /** @throws dev.scriptorium.core.failure.FailureException as {@code ModelLoader} says */
    public static PhraseClassifier load(ModelFiles files) {
        JsonNode config = files.json("config.json");
        LabelScale scale = LabelScale.read(config, Labels.read(config).names());
        PhraseRules rules = PhraseRules.read(config);
        PhraseWeights weights = PhraseWeights.read(files, config);
        EncoderTokenizer tokenizer = EncoderTokenizer.read(files);
        try {
            PhraseKeys phrases = PhraseKeys.of(tokenizer, rules);
            int maxTokens = config.path("max_position_embeddings").asInt(USUAL_MAX_TOKENS);
            Inputs accepted = new Inputs(maxTokens, phrases.vocabulary());
            return new PhraseClassifier(tokenizer, accepted, phrases, weights, scale);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    @Override
    public List<String> labels() {
        return scale.labels();
    }

    @Override
    public List<float[]> classify(List<int[]> inputs) {
        accepted.check(inputs);
        return inputs.stream()
                .map(ids -> Arrays.stream(phrases.ofWords(ids)).anyMatch(weights::knows)
                        ? scale.probabilities(weights.score(phrases.of(ids)))
                        : scale.uniform())
                .toList();
    }

    /**
     * Praise and blame make a middling text; the arithmetic mean would call it one of both. A text of which the model knows no
     * word has equal probabilities, just below the threshold.
     */
    @Override
    public TextRule textRule() {
        return new TextRule(true, 1f / scale.labels().size() + LEAST_PREFERENCE);
    }

    @Override
    public int[] encode(String text) {
        return tokenizer.encode(text);
    }

    @Override
    public int maxInputTokens() {
        return accepted.maxTokens();
    }

    @Override
    public String tokenizerDigest() {
        return tokenizer.digest();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
