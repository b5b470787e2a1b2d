package dev.scriptorium.inference.labels;

import dev.scriptorium.inference.InferenceConfig;
import dev.scriptorium.inference.batching.Batcher;
import dev.scriptorium.inference.catalogue.ModelCatalogue;
import dev.scriptorium.inference.labels.store.LabelSetStore;
import dev.scriptorium.proto.tokenizer.v1.SegmentRequest;
import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import dev.scriptorium.proto.tokenizer.v1.TokenizerService;
import dev.scriptorium.runtime.failure.FailureStatus;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;

/** Makes what trains, keeps and serves label sets. */
@ApplicationScoped
class LabelsWiring {

    @Produces
    @Singleton
    LabelSetStore store(InferenceConfig config) {
        return new LabelSetStore(config.labels().directory());
    }

    @Produces
    @Singleton
    LabelSetModels models(LabelSetStore store, ModelCatalogue catalogue) {
        return new LabelSetModels(store, catalogue);
    }

    @Produces
    @Singleton
    LabelSetTraining training(
            ModelCatalogue catalogue,
            Batcher batcher,
            InferenceConfig config,
            @GrpcClient("tokenizer") TokenizerService tokenizer) {
        return new LabelSetTraining(
                catalogue,
                text -> segment(text, tokenizer),
                batcher,
                config.labels().embeddingModel());
    }

    private static CompletableFuture<SegmentResponse> segment(String text, TokenizerService tokenizer) {
        return tokenizer
                .segment(SegmentRequest.newBuilder().setText(text).build())
                .onFailure(StatusRuntimeException.class)
                .transform(thrown -> FailureStatus.fromGrpc("tokenizer-service", (StatusRuntimeException) thrown))
                .subscribeAsCompletionStage();
    }
}
