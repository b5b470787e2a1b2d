package dev.scriptorium.engine.causal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.AnswerFormat;
import dev.scriptorium.engine.CausalBatch;
import dev.scriptorium.engine.CausalModel;
import dev.scriptorium.engine.CausalSettings;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.EngineSettings.Device;
import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.Sampling;
import dev.scriptorium.engine.ScoreAdjustments;
import dev.scriptorium.engine.TokenConstraint;
import dev.scriptorium.engine.constraint.Constraints;
import dev.scriptorium.engine.files.Weights;
import dev.scriptorium.engine.onnx.ElementKind;
import dev.scriptorium.engine.onnx.OnnxSession;
import dev.scriptorium.tokenizers.ModelFiles;
import dev.scriptorium.tokenizers.PromptTokenizer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A decoder-only model of any {@link CausalFamily}, read from its folder and run on ONNX Runtime. */
public final class OnnxCausalModel implements CausalModel {

    private final CausalConfig config;
    private final OnnxSession session;
    private final ElementKind pageKind;
    private final PromptTokenizer tokenizer;
    private final CausalSettings defaults;
    private final Set<Integer> endTokens;
    private final Chat chat;
    private final Constraints constraints;

    private OnnxCausalModel(
            CausalConfig config,
            OnnxSession session,
            ElementKind pageKind,
            PromptTokenizer tokenizer,
            CausalSettings defaults,
            Set<Integer> endTokens,
            Chat chat) {
        this.config = config;
        this.session = session;
        this.pageKind = pageKind;
        this.tokenizer = tokenizer;
        this.defaults = defaults;
        this.endTokens = endTokens;
        this.chat = chat;
        this.constraints = new Constraints(config.vocabulary(), endTokens, tokenizer::bytes);
    }

    /** @param asked run on the processor where the device is {@code AUTO} */
    public static OnnxCausalModel load(CausalFamily family, ModelFiles files, EngineSettings asked) {
        if (asked.device() == Device.CUDA || asked.precision() == Precision.FLOAT16) {
            throw new FailureException(
                    FailureCode.MODEL_UNSUPPORTED,
                    "models that continue texts run on a processor, with float32 or int8");
        }
        EngineSettings settings = asked.on(Device.CPU);
        JsonNode json = files.json("config.json");
        CausalConfig config = CausalConfig.read(family, json);
        JsonNode generation = files.has("generation_config.json") ? files.json("generation_config.json") : json;
        CausalSettings defaults = defaults(generation, config);
        Set<Integer> endTokens = endTokens(generation.has("eos_token_id") ? generation : json, config);
        PromptTokenizer tokenizer = PromptTokenizer.read(files);
        try (Weights weights = Weights.open(files)) {
            Chat chat = new Chat(files, tokenizer);
            CausalGraph graph = new CausalGraph(config, weights, settings.precision());
            return new OnnxCausalModel(
                    config,
                    OnnxSession.of(graph.graph(), settings),
                    CausalGraph.pageKind(config, settings.precision()),
                    tokenizer,
                    defaults,
                    endTokens,
                    chat);
        } catch (Throwable thrown) {
            tokenizer.close();
            throw thrown;
        }
    }

    private static CausalSettings defaults(JsonNode generation, CausalConfig config) {
        try {
            return settings(generation, config);
        } catch (IllegalArgumentException e) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT, "generation_config.json asks for what cannot be: " + e.getMessage(), e);
        }
    }

    private static CausalSettings settings(JsonNode generation, CausalConfig config) {
        int most = generation.path("max_new_tokens").asInt(config.maxPositions());
        Sampling usual = Sampling.DEFAULT;
        Sampling sampling = generation.path("do_sample").asBoolean()
                ? new Sampling(
                        (float) generation.path("temperature").asDouble(usual.temperature()),
                        generation.path("top_k").asInt(usual.topK()),
                        (float) generation.path("top_p").asDouble(usual.topP()),
                        (float) generation.path("min_p").asDouble(usual.minP()),
                        usual.seed())
                : null;
        return CausalSettings.greedy(Math.max(1, most))
                .withSampling(sampling)
                .withAdjustments(ScoreAdjustments.NONE.withRepetitionPenalty(
                        (float) generation.path("repetition_penalty").asDouble(1)));
    }

    /** Those that the model can generate. */
    private static Set<Integer> endTokens(JsonNode json, CausalConfig config) {
        Set<Integer> tokens = new HashSet<>();
        JsonNode ends = json.path("eos_token_id");
        if (ends.isInt()) {
            tokens.add(ends.asInt());
        }
        ends.forEach(token -> tokens.add(token.asInt()));
        tokens.removeIf(token -> token < 0 || token >= config.vocabulary());
        return Set.copyOf(tokens);
    }

    @Override
    public int[] encode(String text) {
        return tokenizer.encode(text);
    }

    @Override
    public int[] encodeChat(List<Map<String, @Nullable Object>> messages, Map<String, @Nullable Object> variables) {
        return chat.encode(messages, variables);
    }

    @Override
    public CausalSettings defaults() {
        return defaults;
    }

    @Override
    public Supplier<TokenConstraint> constraint(AnswerFormat format, int mostStates) {
        return constraints.of(format, mostStates);
    }

    @Override
    public int vocabularySize() {
        return config.vocabulary();
    }

    @Override
    public String token(int id) {
        return tokenizer.token(id);
    }

    @Override
    public String decode(int[] ids) {
        return tokenizer.decode(ids);
    }

    @Override
    public int maxInputTokens() {
        return config.maxPositions();
    }

    @Override
    public CausalBatch open(CausalBatch.Limits limits) {
        KvPages pages = new KvPages(KvPages.pages(limits.tokens()));
        PagedDecoder decoder = new PagedDecoder(session, config, pageKind, pages.total());
        return new ContinuousBatch(decoder, pages, tokenizer, config, endTokens, limits);
    }

    @Override
    public void close() {
        session.close();
        tokenizer.close();
    }
}
