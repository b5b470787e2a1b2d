package dev.scriptorium.ingest.api;

import dev.scriptorium.proto.inference.v1.ClassifyRequest;
import dev.scriptorium.proto.inference.v1.ClassifyResponse;
import dev.scriptorium.proto.inference.v1.EmbedRequest;
import dev.scriptorium.proto.inference.v1.EmbedResponse;
import dev.scriptorium.proto.inference.v1.GenerateRequest;
import dev.scriptorium.proto.inference.v1.GenerateResponse;
import dev.scriptorium.proto.inference.v1.InferenceService;
import dev.scriptorium.proto.inference.v1.LabelTokensRequest;
import dev.scriptorium.proto.inference.v1.LabelTokensResponse;
import dev.scriptorium.proto.inference.v1.ListModelsRequest;
import dev.scriptorium.proto.inference.v1.ListModelsResponse;
import dev.scriptorium.proto.inference.v1.ModelDescription;
import dev.scriptorium.proto.inference.v1.ModelTask;
import dev.scriptorium.proto.inference.v1.ScoreRequest;
import dev.scriptorium.proto.inference.v1.ScoreResponse;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;

/** Stands in for inference-service: it lists one model and runs none. */
@GrpcService
class FakeInference implements InferenceService {

    @Override
    public Uni<ListModelsResponse> listModels(ListModelsRequest request) {
        return Uni.createFrom()
                .item(ListModelsResponse.newBuilder()
                        .addModels(ModelDescription.newBuilder()
                                .setName("opus-en-de")
                                .setTask(ModelTask.MODEL_TASK_GENERATE)
                                .setMaxInputTokens(512))
                        .build());
    }

    @Override
    public Uni<GenerateResponse> generate(GenerateRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<ScoreResponse> score(ScoreRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<EmbedResponse> embed(EmbedRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<ClassifyResponse> classify(ClassifyRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<LabelTokensResponse> labelTokens(LabelTokensRequest request) {
        throw new UnsupportedOperationException();
    }
}
