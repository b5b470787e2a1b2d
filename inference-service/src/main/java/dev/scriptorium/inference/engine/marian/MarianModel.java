package dev.scriptorium.inference.engine.marian;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.inference.engine.Cancellation;
import dev.scriptorium.inference.engine.EngineSettings;
import dev.scriptorium.inference.engine.Generation;
import dev.scriptorium.inference.engine.GenerationSettings;
import dev.scriptorium.inference.engine.Seq2SeqModel;
import dev.scriptorium.inference.engine.batch.Inputs;
import dev.scriptorium.inference.engine.batch.LengthBatches;
import dev.scriptorium.inference.engine.files.ModelFiles;
import dev.scriptorium.inference.engine.files.Weights;
import dev.scriptorium.inference.engine.search.BatchSearch;
import dev.scriptorium.inference.engine.search.Hypothesis;
import dev.scriptorium.inference.engine.search.Rules;
import dev.scriptorium.inference.engine.tokenizer.Languages;
import dev.scriptorium.inference.engine.tokenizer.MarianTokenizer;
import java.util.List;

/** A Marian translation model ({@code MarianMTModel}), read from its folder and run on ONNX Runtime. */
public final class MarianModel implements Seq2SeqModel {

    /** Rows of one step: more of them make a step's products no faster, only its memory larger. */
    private static final int MAX_ROWS = 128;

    private static final int MAX_SOURCE_TOKENS = 8192;

    private final MarianSessions sessions;
    private final MarianTokenizer tokenizer;
    private final GenerationRules rules;
    private final Inputs accepted;

    private MarianModel(MarianSessions sessions, MarianTokenizer tokenizer, GenerationRules rules, Inputs accepted) {
        this.sessions = sessions;
        this.tokenizer = tokenizer;
        this.rules = rules;
        this.accepted = accepted;
    }

    public static MarianModel load(ModelFiles files, EngineSettings settings) {
        JsonNode json = files.json("config.json");
        MarianConfig config = MarianConfig.read(json);
        GenerationRules rules = GenerationRules.read(files, json, config.positions());
        MarianTokenizer tokenizer = MarianTokenizer.read(files);
        try (Weights weights = files.weights()) {
            MarianSessions sessions = MarianSessions.of(config, weights, settings);
            return new MarianModel(sessions, tokenizer, rules, new Inputs(config.positions(), config.vocabulary()));
        }
    }

    @Override
    public int[] encode(String text) {
        return tokenizer.encode(text, Languages.UNSAID);
    }

    @Override
    public int maxInputTokens() {
        return accepted.maxTokens();
    }

    @Override
    public GenerationSettings defaults() {
        return rules.defaults();
    }

    @Override
    public List<Generation> generate(List<int[]> inputs, GenerationSettings settings, Cancellation cancellation) {
        accepted.check(inputs);
        return new LengthBatches(Math.max(1, MAX_ROWS / settings.beams()), MAX_SOURCE_TOKENS)
                .run(inputs, batch -> generateBatch(batch, settings, cancellation));
    }

    private List<Generation> generateBatch(List<int[]> batch, GenerationSettings settings, Cancellation cancellation) {
        Rules searchRules = rules.rules(settings);
        BatchSearch search = new BatchSearch(searchRules, rules.beams(settings));
        try (MarianDecoder decoder = decoder(batch, settings)) {
            return search.run(decoder, batch.size(), cancellation).stream()
                    .map(best -> generation(best, searchRules))
                    .toList();
        }
    }

    private MarianDecoder decoder(List<int[]> batch, GenerationSettings settings) {
        return new MarianDecoder(sessions, rules.neverWritten(), batch, settings.beams());
    }

    private Generation generation(Hypothesis best, Rules searchRules) {
        int[] written = best.written();
        boolean atLimit = written.length == searchRules.maxNewTokens();
        boolean ended = searchRules.endTokens().contains(best.last()) && searchRules.forcedLastToken() < 0;
        return new Generation(
                written, tokenizer.decode(written), Math.min(0, best.meanLogProbability()), atLimit && !ended);
    }

    @Override
    public void close() {
        sessions.close();
    }
}
