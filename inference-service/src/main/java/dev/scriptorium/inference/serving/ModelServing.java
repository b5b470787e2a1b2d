package dev.scriptorium.inference.serving;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.ClassificationModel;
import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationTask;
import dev.scriptorium.engine.InferenceModel;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.engine.TokenLabelModel;
import dev.scriptorium.inference.batching.Batcher;
import dev.scriptorium.inference.batching.Batcher.Admission;
import dev.scriptorium.inference.batching.ModelInput;
import dev.scriptorium.inference.batching.RequestContext;
import dev.scriptorium.inference.catalogue.LoadedModel;
import dev.scriptorium.inference.catalogue.Models;
import dev.scriptorium.inference.catalogue.TranslatedLanguages;
import dev.scriptorium.proto.inference.v1.ClassifyRequest;
import dev.scriptorium.proto.inference.v1.ClassifyResponse;
import dev.scriptorium.proto.inference.v1.EmbedRequest;
import dev.scriptorium.proto.inference.v1.EmbedResponse;
import dev.scriptorium.proto.inference.v1.GenerateRequest;
import dev.scriptorium.proto.inference.v1.GenerateResponse;
import dev.scriptorium.proto.inference.v1.LabelTokensRequest;
import dev.scriptorium.proto.inference.v1.LabelTokensResponse;
import dev.scriptorium.proto.inference.v1.ScoreRequest;
import dev.scriptorium.proto.inference.v1.ScoreResponse;
import dev.scriptorium.tokenizers.Languages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers requests to models, from gRPC and from Kafka, by the one batcher.
 *
 * <p>Thread-safe. A response holds an answer or a failure for each input. A request fails as a whole, with a
 * {@link FailureException}, where no input could be answered: an unknown or unavailable model, no inputs or too many, ids of
 * another tokenizer, a full queue. Cancelling a returned future takes its inputs out of the queue.
 */
public final class ModelServing {

    private static final int[] NONE = {};

    private final Models models;
    private final Batcher batcher;
    private final RequestLimits limits;
    private final Executor encoding;
    private final Clock clock;

    /** @param encoding where texts become ids; never the batcher's threads */
    public ModelServing(Models models, Batcher batcher, RequestLimits limits, Executor encoding, Clock clock) {
        this.clock = clock;
        this.models = models;
        this.batcher = batcher;
        this.limits = limits;
        this.encoding = encoding;
    }

    public CompletableFuture<GenerateResponse> generate(
            GenerateRequest request, RequestContext context, Admission admission) {
        return whenReady(request.getModel(), request.getInputsCount(), context, loaded -> {
            checkLanguages(loaded, request.getSourceLanguage(), request.getTargetLanguage());
            Seq2SeqModel engine = engine(loaded, Seq2SeqModel.class, "generate");
            Languages languages = new Languages(request.getSourceLanguage(), request.getTargetLanguage());
            boolean aligned = request.getOptions().getAlignment();
            GenerationTask task = request.getTask().isEmpty()
                    ? new GenerationTask("", engine.defaults())
                    : engine.task(request.getTask());
            GenerateCall call = GenerateCall.of(
                    loaded, engine, languages, RequestedSettings.of(task.settings(), request.getOptions()), aligned);
            Function<String, int[]> ids = text -> engine.encode(task.prefix() + text, languages);
            InputEncoder encoder = new InputEncoder(engine, ids, limits);
            boolean tokenScores = request.getOptions().getTokenScores();
            return new Work<>(
                    ItemAnswers.submit(
                            batcher,
                            request.getInputsList(),
                            input ->
                                    new ModelInput<>(call, aligned ? encoder.encodeText(input) : encoder.encode(input)),
                            context,
                            admission),
                    answers -> GenerateResponse.newBuilder()
                            .addAllOutputs(answers.outputs(
                                    request.getInputsList(),
                                    (input, output) -> Responses.generated(
                                            output,
                                            tokenScores,
                                            aligned ? sourceEnds(engine, input.getText(), ids) : NONE),
                                    Responses::notGenerated))
                            .setUsage(answers.usage(loaded, ModelServing::tokens))
                            .build());
        });
    }

    public CompletableFuture<ScoreResponse> score(ScoreRequest request, RequestContext context, Admission admission) {
        return whenReady(request.getModel(), request.getPairsCount(), context, loaded -> {
            checkLanguages(loaded, request.getSourceLanguage(), request.getTargetLanguage());
            Seq2SeqModel engine = engine(loaded, Seq2SeqModel.class, "score");
            Languages languages = new Languages(request.getSourceLanguage(), request.getTargetLanguage());
            InputEncoder sources = new InputEncoder(engine, text -> engine.encode(text, languages), limits);
            InputEncoder targets = new InputEncoder(engine, text -> engine.encodeTarget(text, languages), limits);
            return new Work<>(
                    ItemAnswers.submit(
                            batcher,
                            request.getPairsList(),
                            pair -> new ModelInput<>(
                                    ScoreCall.of(loaded, engine, languages, targets.encode(pair.getTarget())),
                                    sources.encode(pair.getSource())),
                            context,
                            admission),
                    answers -> ScoreResponse.newBuilder()
                            .addAllOutputs(answers.outputs(
                                    output -> Responses.scored(output.getFirst()), Responses::notScored))
                            .setUsage(answers.usage(loaded, output -> 0))
                            .build());
        });
    }

    private static int[] sourceEnds(Seq2SeqModel engine, String text, Function<String, int[]> ids) {
        return engine.sourceEnds(text, ids.apply(text));
    }

    private static long tokens(List<Generation> generations) {
        return generations.stream()
                .mapToLong(generation -> generation.ids().length)
                .sum();
    }

    public CompletableFuture<EmbedResponse> embed(EmbedRequest request, RequestContext context, Admission admission) {
        return embed(
                request,
                context,
                admission,
                (loaded, answers) -> EmbedResponse.newBuilder()
                        .addAllOutputs(answers.outputs(Responses::embedded, Responses::notEmbedded))
                        .setUsage(answers.usage(loaded, vector -> 0))
                        .build());
    }

    /** As {@link #embed}, with the components as the model gave them; fails where one of the inputs fails. */
    public CompletableFuture<Vectors> vectors(EmbedRequest request, RequestContext context, Admission admission) {
        return embed(
                request,
                context,
                admission,
                (loaded, answers) -> new Vectors(
                        answers.outputs(vector -> vector, failure -> {
                            throw new FailureException(FailureCode.named(failure.getCode()), failure.getReason());
                        }),
                        answers.usage(loaded, vector -> 0).getInputTokens()));
    }

    /**
     * What an embedding model made of texts.
     *
     * @param tokens of all texts
     */
    public record Vectors(List<float[]> vectors, long tokens) {}

    private <R> CompletableFuture<R> embed(
            EmbedRequest request,
            RequestContext context,
            Admission admission,
            BiFunction<LoadedModel, ItemAnswers<float[]>, R> response) {
        return whenReady(request.getModel(), request.getInputsCount(), context, loaded -> {
            EmbeddingModel engine = engine(loaded, EmbeddingModel.class, "embed");
            EmbedCall call = new EmbedCall(loaded, engine);
            InputEncoder encoder =
                    InputEncoder.of(engine, request.getInputsList(), request.getTokenizerDigest(), limits);
            return new Work<>(
                    ItemAnswers.submit(
                            batcher,
                            request.getInputsList(),
                            input -> new ModelInput<>(call, encoder.encode(input)),
                            context,
                            admission),
                    answers -> response.apply(loaded, answers));
        });
    }

    public CompletableFuture<ClassifyResponse> classify(
            ClassifyRequest request, RequestContext context, Admission admission) {
        return whenReady(request.getModel(), request.getInputsCount(), context, loaded -> {
            ClassificationModel engine = engine(loaded, ClassificationModel.class, "classify");
            ClassifyCall call = new ClassifyCall(loaded, engine);
            InputEncoder encoder =
                    InputEncoder.of(engine, request.getInputsList(), request.getTokenizerDigest(), limits);
            return new Work<>(
                    ItemAnswers.submit(
                            batcher,
                            request.getInputsList(),
                            input -> new ModelInput<>(call, encoder.encode(input)),
                            context,
                            admission),
                    answers -> ClassifyResponse.newBuilder()
                            .addAllOutputs(answers.outputs(Responses::classified, Responses::notClassified))
                            .addAllLabels(engine.labels())
                            .setMean(Responses.mean(engine.textRule()))
                            .setThreshold(engine.textRule().threshold())
                            .setUsage(answers.usage(loaded, scores -> 0))
                            .build());
        });
    }

    public CompletableFuture<LabelTokensResponse> labelTokens(
            LabelTokensRequest request, RequestContext context, Admission admission) {
        return whenReady(request.getModel(), request.getTextsCount(), context, loaded -> {
            TokenLabelModel engine = engine(loaded, TokenLabelModel.class, "label tokens");
            TextLabelling labelling = new TextLabelling(engine, request, new LabelTokensCall(loaded, engine), limits);
            return new Work<>(
                    ItemAnswers.submit(batcher, request.getTextsList(), labelling::input, context, admission),
                    answers -> labelling
                            .response(answers)
                            .setUsage(answers.usage(loaded, labels -> 0))
                            .build());
        });
    }

    /** Inputs under way, and what becomes of their answers. */
    private record Work<O, R>(ItemAnswers<O> answers, Function<ItemAnswers<O>, R> response) {

        void into(CompletableFuture<R> future) {
            answers.done()
                    .whenComplete((done, never) -> answers.stopped()
                            .ifPresentOrElse(
                                    future::completeExceptionally,
                                    () -> complete(future, () -> response.apply(answers))));
            future.whenComplete((given, thrown) -> {
                if (future.isCancelled()) {
                    answers.cancel();
                }
            });
        }
    }

    private <R> CompletableFuture<R> whenReady(
            String model, int inputs, RequestContext context, Function<LoadedModel, Work<?, R>> start) {
        CompletableFuture<R> future = new CompletableFuture<>();
        try {
            limits.checkInputs(inputs);
        } catch (FailureException e) {
            future.completeExceptionally(e);
            return future;
        }
        models.lease(model, timeout(context))
                .thenAcceptAsync(
                        lease -> {
                            CompletableFuture<Void> encoded = new CompletableFuture<>();
                            // The caller may cancel while its texts are still being encoded with the model.
                            encoded.runAfterBoth(future.handle((given, thrown) -> given), lease::close);
                            try {
                                if (!future.isDone()) {
                                    start.apply(lease.model()).into(future);
                                }
                            } finally {
                                encoded.complete(null);
                            }
                        },
                        encoding)
                .whenComplete((started, thrown) -> {
                    if (thrown != null) {
                        future.completeExceptionally(FailureException.of(thrown));
                    }
                });
        return future;
    }

    /** Less than the time to the deadline, so that the caller learns that the model is being fetched, and how far it is. */
    private Duration timeout(RequestContext context) {
        return context.deadline().equals(Instant.MAX)
                ? Models.NO_TIMEOUT
                : Duration.between(clock.instant(), context.deadline())
                        .multipliedBy(9)
                        .dividedBy(10);
    }

    private static <R> void complete(CompletableFuture<R> future, Supplier<R> response) {
        try {
            future.complete(response.get());
        } catch (RuntimeException e) {
            future.completeExceptionally(e);
        }
    }

    private static <M extends InferenceModel> M engine(LoadedModel loaded, Class<M> wanted, String verb) {
        if (!wanted.isInstance(loaded.model())) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST,
                    "The model " + loaded.card().name() + " can "
                            + loaded.card().task() + ", it cannot " + verb);
        }
        return wanted.cast(loaded.model());
    }

    private static void checkLanguages(LoadedModel loaded, String source, String target) {
        TranslatedLanguages languages = loaded.card().languages();
        if (!target.isEmpty() && !languages.isEmpty() && !languages.translates(source, target)) {
            throw new FailureException(
                    FailureCode.LANGUAGE_PAIR_UNAVAILABLE,
                    "The model " + loaded.card().name() + " does not translate "
                            + (source.isEmpty() ? "" : "from " + source + " ") + "to " + target + "; it translates "
                            + languages);
        }
    }
}
