package dev.scriptorium.inference.serving;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.batching.Answer;
import dev.scriptorium.inference.batching.Batcher;
import dev.scriptorium.inference.batching.Batcher.Admission;
import dev.scriptorium.inference.batching.ModelInput;
import dev.scriptorium.inference.batching.RequestContext;
import dev.scriptorium.inference.catalogue.LoadedModel;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.inference.v1.Usage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future.State;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** The promised answers to the inputs of one request, in order; an input that could not be encoded has failed already. */
public record ItemAnswers<O>(List<CompletableFuture<Answer<O>>> answers, long inputTokens) {

    /** @param encode makes an item of the request an input, or throws a {@link FailureException} that is its answer */
    static <T, O> ItemAnswers<O> submit(
            Batcher batcher,
            List<T> items,
            Function<T, ModelInput<O>> encode,
            RequestContext context,
            Admission admission) {
        List<CompletableFuture<ModelInput<O>>> encoded =
                items.stream().map(item -> encode(encode, item)).toList();
        List<ModelInput<O>> good = encoded.stream()
                .filter(input -> input.state() == State.SUCCESS)
                .map(CompletableFuture::resultNow)
                .toList();
        Iterator<CompletableFuture<Answer<O>>> submitted =
                batcher.submit(good, context, admission).iterator();
        List<CompletableFuture<Answer<O>>> answers = new ArrayList<>();
        for (CompletableFuture<ModelInput<O>> input : encoded) {
            answers.add(
                    input.state() == State.SUCCESS
                            ? submitted.next()
                            : CompletableFuture.failedFuture(input.exceptionNow()));
        }
        return new ItemAnswers<>(
                answers, good.stream().mapToLong(input -> input.ids().length).sum());
    }

    private static <T, O> CompletableFuture<ModelInput<O>> encode(Function<T, ModelInput<O>> encode, T item) {
        try {
            return CompletableFuture.completedFuture(encode.apply(item));
        } catch (FailureException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    CompletableFuture<Void> done() {
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .handle((all, thrown) -> null);
    }

    /** The failure of an input that was given up because the service stops. Only after {@link #done}. */
    Optional<FailureException> stopped() {
        return answers.stream()
                .filter(answer -> answer.state() == State.FAILED)
                .map(answer -> FailureException.of(answer.exceptionNow()))
                .filter(failure -> failure.code() == FailureCode.SHUTTING_DOWN)
                .findFirst();
    }

    void cancel() {
        answers.forEach(answer -> answer.cancel(false));
    }

    /** One element for each input: what was made of its output, or of its failure. Only after {@link #done}. */
    <T> List<T> outputs(Function<O, T> output, Function<InferenceFailure, T> failure) {
        return outputs(answers, (answer, made) -> output.apply(made), failure);
    }

    /** As {@link #outputs(Function, Function)}, beside the inputs' items. */
    <I, T> List<T> outputs(List<I> items, BiFunction<I, O, T> output, Function<InferenceFailure, T> failure) {
        return IntStream.range(0, answers.size())
                .mapToObj(i -> answers.get(i).state() == State.SUCCESS
                        ? output.apply(items.get(i), answers.get(i).resultNow().output())
                        : failure.apply(failure(answers.get(i))))
                .toList();
    }

    Usage usage(LoadedModel model, ToLongFunction<O> outputTokens) {
        long output = 0;
        long micros = 0;
        for (CompletableFuture<Answer<O>> answer : answers) {
            if (answer.state() == State.SUCCESS) {
                output += outputTokens.applyAsLong(answer.resultNow().output());
                micros += answer.resultNow().micros();
            }
        }
        return Usage.newBuilder()
                .setModel(model.card().name())
                .setModelDigest(model.digest())
                .setInputTokens(inputTokens)
                .setOutputTokens(output)
                .setModelMicros(micros)
                .build();
    }

    private static InferenceFailure failure(CompletableFuture<?> answer) {
        return failure(
                answer.isCancelled()
                        ? new FailureException(FailureCode.CANCELLED, "The request was cancelled")
                        : answer.exceptionNow());
    }

    /** As it is reported in a response. */
    public static InferenceFailure failure(Throwable thrown) {
        FailureException failure = FailureException.of(thrown);
        return InferenceFailure.newBuilder()
                .setCode(failure.code().name())
                .setReason(failure.reason())
                .setRetryable(failure.code().retryable())
                .build();
    }
}
