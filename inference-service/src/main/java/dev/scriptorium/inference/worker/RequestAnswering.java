package dev.scriptorium.inference.worker;

import com.google.protobuf.Timestamp;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.batching.Batcher.Admission;
import dev.scriptorium.inference.batching.Lane;
import dev.scriptorium.inference.batching.Origin;
import dev.scriptorium.inference.serving.ItemAnswers;
import dev.scriptorium.inference.serving.ModelServing;
import dev.scriptorium.proto.event.v1.InferenceCompleted;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * Answers a requested model call, always: what fails is answered with its failure. The same request gets the same answer,
 * but for the time that it took. Thread-safe.
 */
final class RequestAnswering {

    private final ModelServing serving;

    RequestAnswering(ModelServing serving) {
        this.serving = serving;
    }

    /** Never completes exceptionally. */
    CompletionStage<InferenceCompleted> answer(InferenceRequested requested, Lane lane) {
        Origin origin = new Origin(lane, requested.getDocument().getTenantId(), deadline(requested));
        Admission admission = Admission.BOUNDED_BY_CALLER;
        return switch (requested.getRequestCase()) {
            case GENERATE ->
                answered(
                        requested,
                        serving.generate(requested.getGenerate(), origin, admission),
                        InferenceCompleted.Builder::setGenerate);
            case EMBED ->
                answered(
                        requested,
                        serving.embed(requested.getEmbed(), origin, admission),
                        InferenceCompleted.Builder::setEmbed);
            case CLASSIFY ->
                answered(
                        requested,
                        serving.classify(requested.getClassify(), origin, admission),
                        InferenceCompleted.Builder::setClassify);
            case REQUEST_NOT_SET ->
                answered(
                        requested,
                        CompletableFuture.failedFuture(
                                new FailureException(FailureCode.BAD_REQUEST, "The request asks for nothing")),
                        (completed, nothing) -> {});
        };
    }

    private static <R> CompletionStage<InferenceCompleted> answered(
            InferenceRequested requested,
            CompletableFuture<R> response,
            BiConsumer<InferenceCompleted.Builder, R> setter) {
        return response.handle((given, thrown) -> {
            InferenceCompleted.Builder completed = InferenceCompleted.newBuilder()
                    .setDocument(requested.getDocument())
                    .setRequestId(requested.getRequestId());
            if (thrown == null) {
                setter.accept(completed, given);
            } else {
                completed.setFailure(ItemAnswers.failure(thrown));
            }
            return completed.build();
        });
    }

    private static Instant deadline(InferenceRequested requested) {
        Timestamp deadline = requested.getDeadline();
        return requested.hasDeadline()
                ? Instant.ofEpochSecond(deadline.getSeconds(), deadline.getNanos())
                : Instant.MAX;
    }
}
