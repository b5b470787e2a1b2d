package dev.scriptorium.inference.serving;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.ClassificationModel;
import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.InferenceModel;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.engine.TokenLabelModel;
import dev.scriptorium.inference.batching.Batcher;
import dev.scriptorium.inference.batching.Batcher.Admission;
import dev.scriptorium.inference.batching.ModelInput;
import dev.scriptorium.inference.batching.Origin;
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
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers requests to models, whoever brings them: gRPC and Kafka meet here, before the one batcher.
 *
 * <p>Thread-safe. A response holds an answer or a failure for each input. A request fails as a whole, with a
 * {@link FailureException}, where no input could be answered: an unknown or unavailable model, no inputs or too many, ids of
 * another tokenizer, a full queue. Cancelling a returned future takes its inputs out of the queue.
 */
public final class ModelServing {

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

    public CompletableFuture<GenerateResponse> generate(GenerateRequest request, Origin origin, Admission admission) {
        return whenReady(request.getModel(), request.getInputsCount(), origin, loaded -> {
            checkLanguages(loaded, request.getSourceLanguage(), request.getTargetLanguage());
            Seq2SeqModel engine = engine(loaded, Seq2SeqModel.class, "generate");
            Languages languages = new Languages(request.getSourceLanguage(), request.getTargetLanguage());
            GenerateCall call = GenerateCall.of(
                    loaded, engine, languages, RequestedSettings.of(engine.defaults(), request.getOptions()));
            InputEncoder encoder = new InputEncoder(engine, text -> engine.encode(text, languages), limits);
            boolean tokenScores = request.getOptions().getTokenScores();
            return new Work<>(
                    ItemAnswers.submit(
                            batcher,
                            request.getInputsList(),
                            input -> new ModelInput<>(call, encoder.encode(input)),
                            origin,
                            admission),
                    answers -> GenerateResponse.newBuilder()
                            .addAllOutputs(answers.outputs(
                                    output -> Responses.generated(output, tokenScores), Responses::notGenerated))
                            .setUsage(answers.usage(loaded, ModelServing::tokens))
                            .build());
        });
    }

    public CompletableFuture<ScoreResponse> score(ScoreRequest request, Origin origin, Admission admission) {
        return whenReady(request.getModel(), request.getPairsCount(), origin, loaded -> {
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
                            origin,
                            admission),
                    answers -> ScoreResponse.newBuilder()
                            .addAllOutputs(answers.outputs(
                                    output -> Responses.scored(output.getFirst()), Responses::notScored))
                            .setUsage(answers.usage(loaded, output -> 0))
                            .build());
        });
    }

    private static long tokens(List<Generation> generations) {
        return generations.stream()
                .mapToLong(generation -> generation.ids().length)
                .sum();
    }

    public CompletableFuture<EmbedResponse> embed(EmbedRequest request, Origin origin, Admission admission) {
        return whenReady(request.getModel(), request.getInputsCount(), origin, loaded -> {
            EmbeddingModel engine = engine(loaded, EmbeddingModel.class, "embed");
            EmbedCall call = new EmbedCall(loaded, engine);
            InputEncoder encoder =
                    InputEncoder.of(engine, request.getInputsList(), request.getTokenizerDigest(), limits);
            return new Work<>(
                    ItemAnswers.submit(
                            batcher,
                            request.getInputsList(),
                            input -> new ModelInput<>(call, encoder.encode(input)),
                            origin,
                            admission),
                    answers -> EmbedResponse.newBuilder()
                            .addAllOutputs(answers.outputs(Responses::embedded, Responses::notEmbedded))
                            .setUsage(answers.usage(loaded, vector -> 0))
                            .build());
        });
    }

    public CompletableFuture<ClassifyResponse> classify(ClassifyRequest request, Origin origin, Admission admission) {
        return whenReady(request.getModel(), request.getInputsCount(), origin, loaded -> {
            ClassificationModel engine = engine(loaded, ClassificationModel.class, "classify");
            ClassifyCall call = new ClassifyCall(loaded, engine);
            InputEncoder encoder =
                    InputEncoder.of(engine, request.getInputsList(), request.getTokenizerDigest(), limits);
            return new Work<>(
                    ItemAnswers.submit(
                            batcher,
                            request.getInputsList(),
                            input -> new ModelInput<>(call, encoder.encode(input)),
                            origin,
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
            LabelTokensRequest request, Origin origin, Admission admission) {
        return whenReady(request.getModel(), request.getTextsCount(), origin, loaded -> {
            TokenLabelModel engine = engine(loaded, TokenLabelModel.class, "label tokens");
            TextLabelling labelling = new TextLabelling(engine, request, new LabelTokensCall(loaded, engine), limits);
            return new Work<>(
                    ItemAnswers.submit(batcher, request.getTextsList(), labelling::input, origin, admission),
                    answers -> labelling
                            .response(answers)
                            .setUsage(answers.usage(loaded, labels -> 0))
                            .build());
        });
    }

    /** Inputs under way, and what becomes of their answers. */
    private record Work<O, R>(ItemAnswers<O> answers, Function<ItemAnswers<O>, R> response) {

        void into(CompletableFuture<R> promise) {
            answers.done()
                    .whenComplete((done, never) -> answers.stopped()
                            .ifPresentOrElse(
                                    promise::completeExceptionally,
                                    () -> complete(promise, () -> response.apply(answers))));
            promise.whenComplete((given, thrown) -> {
                if (promise.isCancelled()) {
                    answers.cancel();
                }
            });
        }
    }

    private <R> CompletableFuture<R> whenReady(
            String model, int inputs, Origin origin, Function<LoadedModel, Work<?, R>> start) {
        CompletableFuture<R> promise = new CompletableFuture<>();
        try {
            limits.checkInputs(inputs);
        } catch (FailureException e) {
            promise.completeExceptionally(e);
            return promise;
        }
        models.lease(model, patience(origin))
                .thenAcceptAsync(
                        lease -> {
                            CompletableFuture<Void> encoded = new CompletableFuture<>();
                            // The caller may cancel while its texts are still being encoded with the model.
                            encoded.runAfterBoth(promise.handle((given, thrown) -> given), lease::close);
                            try {
                                if (!promise.isDone()) {
                                    start.apply(lease.model()).into(promise);
                                }
                            } finally {
                                encoded.complete(null);
                            }
                        },
                        encoding)
                .whenComplete((started, thrown) -> {
                    if (thrown != null) {
                        promise.completeExceptionally(FailureException.of(thrown));
                    }
                });
        return promise;
    }

    /** Less than until the deadline, so that who waited is told that the model is being fetched, and how far it is. */
    private Duration patience(Origin origin) {
        return origin.deadline().equals(Instant.MAX)
                ? Models.PATIENT
                : Duration.between(clock.instant(), origin.deadline())
                        .multipliedBy(9)
                        .dividedBy(10);
    }

    private static <R> void complete(CompletableFuture<R> promise, Supplier<R> response) {
        try {
            promise.complete(response.get());
        } catch (RuntimeException e) {
            promise.completeExceptionally(e);
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
