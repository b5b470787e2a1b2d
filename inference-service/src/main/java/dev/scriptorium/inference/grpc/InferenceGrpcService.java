package dev.scriptorium.inference.grpc;

import dev.scriptorium.inference.batching.Batcher.Admission;
import dev.scriptorium.inference.batching.RequestContext;
import dev.scriptorium.inference.catalogue.ModelCatalogue;
import dev.scriptorium.inference.serving.ModelServing;
import dev.scriptorium.modelrepository.ModelFolders;
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
import dev.scriptorium.proto.inference.v1.ScoreRequest;
import dev.scriptorium.proto.inference.v1.ScoreResponse;
import dev.scriptorium.runtime.call.CallContext;
import dev.scriptorium.runtime.call.CancellableUni;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import java.time.Clock;

/** Models over gRPC. A call that its client cancels, or whose deadline passes, leaves the batcher's queue. */
@GrpcService
@RegisterInterceptor(CallContext.class)
class InferenceGrpcService implements InferenceService {

    private final ModelServing serving;
    private final ModelCatalogue catalogue;
    private final ModelFolders folders;
    private final Clock clock;

    InferenceGrpcService(ModelServing serving, ModelCatalogue catalogue, ModelFolders folders, Clock clock) {
        this.serving = serving;
        this.catalogue = catalogue;
        this.folders = folders;
        this.clock = clock;
    }

    /** Reads the files of models that were not asked for before, for their digests. */
    @Override
    @RunOnVirtualThread
    public Uni<ListModelsResponse> listModels(ListModelsRequest request) {
        ListModelsResponse.Builder response = ListModelsResponse.newBuilder();
        catalogue
                .entries()
                .forEach(entry -> response.addModels(ModelDescriptions.of(entry, folders::digest, folders::isShipped)));
        return Uni.createFrom().item(response.build());
    }

    @Override
    public Uni<GenerateResponse> generate(GenerateRequest request) {
        RequestContext context = GrpcRequestContext.of(request.getLane(), request.getTenantId(), clock);
        return CancellableUni.of(() -> serving.generate(request, context, Admission.REFUSED_WHEN_FULL));
    }

    @Override
    public Uni<ScoreResponse> score(ScoreRequest request) {
        RequestContext context = GrpcRequestContext.of(request.getLane(), request.getTenantId(), clock);
        return CancellableUni.of(() -> serving.score(request, context, Admission.REFUSED_WHEN_FULL));
    }

    @Override
    public Uni<EmbedResponse> embed(EmbedRequest request) {
        RequestContext context = GrpcRequestContext.of(request.getLane(), request.getTenantId(), clock);
        return CancellableUni.of(() -> serving.embed(request, context, Admission.REFUSED_WHEN_FULL));
    }

    @Override
    public Uni<LabelTokensResponse> labelTokens(LabelTokensRequest request) {
        RequestContext context = GrpcRequestContext.of(request.getLane(), request.getTenantId(), clock);
        return CancellableUni.of(() -> serving.labelTokens(request, context, Admission.REFUSED_WHEN_FULL));
    }

    @Override
    public Uni<ClassifyResponse> classify(ClassifyRequest request) {
        RequestContext context = GrpcRequestContext.of(request.getLane(), request.getTenantId(), clock);
        return CancellableUni.of(() -> serving.classify(request, context, Admission.REFUSED_WHEN_FULL));
    }
}
