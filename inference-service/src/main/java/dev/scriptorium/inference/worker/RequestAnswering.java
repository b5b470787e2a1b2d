package dev.scriptorium.inference.worker;

import com.google.protobuf.Timestamp;
import dev.scriptorium.core.failure.Blame;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.batching.Batcher.Admission;
import dev.scriptorium.inference.batching.Lane;
import dev.scriptorium.inference.batching.RequestContext;
import dev.scriptorium.inference.serving.ItemAnswers;
import dev.scriptorium.inference.serving.ModelServing;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Answers a requested model call; what fails is answered with its failure. The same request gets the same answer, but for the
 * time that it took. A request that this replica cannot answer, because it stops or because a preloaded model is unavailable
 * here, is not answered but given back, for another replica. Thread-safe.
 */
final class RequestAnswering {

    private final ModelServing serving;
    private final Predicate<String> preloaded;

    /** @param preloaded the models that this replica promises to serve */
    RequestAnswering(ModelServing serving, Predicate<String> preloaded) {
        this.serving = serving;
        this.preloaded = preloaded;
    }

    /** Completes exceptionally, with {@code SHUTTING_DOWN}, only where the request is given back. */
    CompletionStage<InferenceCompleted> answer(InferenceRequested requested, Lane lane) {
        RequestContext context =
                new RequestContext(lane, requested.getDocument().getTenantId(), deadline(requested));
        Admission admission = Admission.BOUNDED_BY_CALLER;
        return switch (requested.getRequestCase()) {
            case GENERATE ->
                answered(
                        requested,
                        requested.getGenerate().getModel(),
                        serving.generate(requested.getGenerate(), context, admission),
                        InferenceCompleted.Builder::setGenerate);
            case EMBED ->
                answered(
                        requested,
                        requested.getEmbed().getModel(),
                        serving.embed(requested.getEmbed(), context, admission),
                        InferenceCompleted.Builder::setEmbed);
            case CLASSIFY ->
                answered(
                        requested,
                        requested.getClassify().getModel(),
                        serving.classify(requested.getClassify(), context, admission),
                        InferenceCompleted.Builder::setClassify);
            case REQUEST_NOT_SET ->
                answered(
                        requested,
                        "",
                        CompletableFuture.failedFuture(
                                new FailureException(FailureCode.BAD_REQUEST, "The request asks for nothing")),
                        (completed, nothing) -> {});
        };
    }

    private <R> CompletionStage<InferenceCompleted> answered(
            InferenceRequested requested,
            String model,
            CompletableFuture<R> response,
            BiConsumer<InferenceCompleted.Builder, R> setter) {
        return response.handle((given, thrown) -> {
            InferenceCompleted.Builder completed = InferenceCompleted.newBuilder()
                    .setDocument(requested.getDocument())
                    .setRequestId(requested.getRequestId());
            if (thrown == null) {
                setter.accept(completed, given);
            } else {
                FailureException failure = FailureException.of(thrown);
                if (isForAnotherReplica(model, failure)) {
                    throw new FailureException(
                            FailureCode.SHUTTING_DOWN, "The request is given back: " + failure.reason(), failure);
                }
                completed.setFailure(ItemAnswers.failure(failure));
            }
            return completed.build();
        });
    }

    private boolean isForAnotherReplica(String model, FailureException failure) {
        return failure.code() == FailureCode.SHUTTING_DOWN
                || failure.code().blame() == Blame.OPERATOR && preloaded.test(model);
    }

    private static Instant deadline(InferenceRequested requested) {
        Timestamp deadline = requested.getDeadline();
        return requested.hasDeadline()
                ? Instant.ofEpochSecond(deadline.getSeconds(), deadline.getNanos())
                : Instant.MAX;
    }
}
