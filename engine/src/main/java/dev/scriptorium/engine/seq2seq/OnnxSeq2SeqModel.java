package dev.scriptorium.engine.seq2seq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.engine.BatchKind;
import dev.scriptorium.engine.DecodingBatch;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.GenerationSettings;
import dev.scriptorium.engine.GenerationTask;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.engine.batch.Inputs;
import dev.scriptorium.engine.files.Weights;
import dev.scriptorium.engine.search.GenerationConfig;
import dev.scriptorium.engine.search.SearchBatch;
import dev.scriptorium.engine.search.StepDecoder;
import dev.scriptorium.tokenizers.GenerationTokenizer;
import dev.scriptorium.tokenizers.Languages;
import dev.scriptorium.tokenizers.ModelFiles;
import dev.scriptorium.tokenizers.TokenEnds;
import java.util.Optional;

/** An encoder-decoder of any {@link Architecture}, read from its folder and run on ONNX Runtime. */
public final class OnnxSeq2SeqModel implements Seq2SeqModel {

    private final Seq2SeqSessions sessions;
    private final GenerationTokenizer tokenizer;
    private final GenerationConfig config;
    private final Inputs accepted;
    private final int rows;

    private OnnxSeq2SeqModel(
            Seq2SeqSessions sessions,
            GenerationTokenizer tokenizer,
            GenerationConfig config,
            Inputs accepted,
            int rows) {
        this.sessions = sessions;
        this.tokenizer = tokenizer;
        this.config = config;
        this.accepted = accepted;
        this.rows = rows;
    }

    public static OnnxSeq2SeqModel load(Architecture architecture, ModelFiles files, EngineSettings settings) {
        JsonNode json = files.json("config.json");
        Seq2SeqConfig shape = Seq2SeqConfig.read(architecture, json);
        GenerationConfig config = GenerationConfig.read(files, json, shape.maxPositions());
        GenerationTokenizer tokenizer = GenerationTokenizer.read(files);
        try (Weights weights = Weights.open(files)) {
            Seq2SeqSessions sessions = Seq2SeqSessions.of(shape, weights, shortlist(files, shape, settings), settings);
            return new OnnxSeq2SeqModel(
                    sessions, tokenizer, config, new Inputs(shape.maxPositions(), shape.vocabSize()), settings.rows());
        }
    }

    /** Only with 8-bit weights: 32-bit ones promise what transformers gives, which knows no shortlist. */
    private static Optional<Shortlist> shortlist(ModelFiles files, Seq2SeqConfig shape, EngineSettings settings) {
        return settings.shortlists() && settings.precision() == EngineSettings.Precision.INT8
                ? Shortlist.read(files, shape)
                : Optional.empty();
    }

    @Override
    public int[] encode(String text, Languages languages) {
        return tokenizer.encode(text, languages);
    }

    @Override
    public int[] encodeTarget(String text, Languages languages) {
        return tokenizer.encodeTarget(text, languages);
    }

    @Override
    public int[] sourceEnds(String text, int[] source) {
        return TokenEnds.of(source, tokenizer::decodeSource, text);
    }

    @Override
    public int maxInputTokens() {
        return accepted.maxTokens();
    }

    @Override
    public GenerationSettings defaults() {
        return config.defaults();
    }

    @Override
    public GenerationTask task(String name) {
        return config.task(name);
    }

    @Override
    public BatchKind kind(GenerationInput input) {
        return config.kind(input);
    }

    @Override
    public DecodingBatch open(BatchKind kind) {
        return new SearchBatch(decoder(kind.rows()), kind, config, tokenizer, accepted);
    }

    /** A decoder of its own for one thread; every sentence has this many rows. */
    StepDecoder decoder(int beams) {
        return new CachedDecoder(sessions, config.neverWritten(), beams, Math.max(1, rows / beams));
    }

    @Override
    public void close() {
        sessions.close();
        tokenizer.close();
    }
}
