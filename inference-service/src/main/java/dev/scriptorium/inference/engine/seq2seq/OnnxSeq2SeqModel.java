package dev.scriptorium.inference.engine.seq2seq;

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
import dev.scriptorium.inference.engine.search.StepDecoder;
import dev.scriptorium.inference.engine.tokenizer.GenerationTokenizer;
import dev.scriptorium.inference.engine.tokenizer.Languages;
import java.util.List;

/** An encoder-decoder of any {@link Architecture}, read from its folder and run on ONNX Runtime. */
public final class OnnxSeq2SeqModel implements Seq2SeqModel {

    /** Rows of one step: more of them make a step's products no faster, only its memory larger. */
    private static final int MAX_ROWS = 128;

    private static final int MAX_SOURCE_TOKENS = 8192;

    private final Seq2SeqSessions sessions;
    private final GenerationTokenizer tokenizer;
    private final GenerationRules rules;
    private final Inputs accepted;

    private OnnxSeq2SeqModel(
            Seq2SeqSessions sessions, GenerationTokenizer tokenizer, GenerationRules rules, Inputs accepted) {
        this.sessions = sessions;
        this.tokenizer = tokenizer;
        this.rules = rules;
        this.accepted = accepted;
    }

    public static OnnxSeq2SeqModel load(Architecture architecture, ModelFiles files, EngineSettings settings) {
        JsonNode json = files.json("config.json");
        Seq2SeqConfig config = Seq2SeqConfig.read(architecture, json);
        GenerationRules rules = GenerationRules.read(files, json, config.positions());
        GenerationTokenizer tokenizer = GenerationTokenizer.read(files);
        try (Weights weights = files.weights()) {
            Seq2SeqSessions sessions = Seq2SeqSessions.of(config, weights, settings);
            return new OnnxSeq2SeqModel(
                    sessions, tokenizer, rules, new Inputs(config.positions(), config.vocabulary()));
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
        try (StepDecoder decoder = decoder(settings.beams())) {
            decoder.admit(batch);
            return search.run(decoder, batch.size(), cancellation).stream()
                    .map(best -> generation(best, searchRules))
                    .toList();
        }
    }

    /** A decoder of its own for one thread; every sentence has this many rows. */
    StepDecoder decoder(int beams) {
        return new SlotDecoder(sessions, rules.neverWritten(), beams, Math.max(1, MAX_ROWS / beams));
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
        tokenizer.close();
    }
}
