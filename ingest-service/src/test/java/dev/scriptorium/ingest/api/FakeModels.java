package dev.scriptorium.ingest.api;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.inference.v1.ClassificationService;
import dev.scriptorium.proto.inference.v1.ClassifyTextsRequest;
import dev.scriptorium.proto.inference.v1.ClassifyTextsResponse;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;

/** Stands in for the classification of inference-service: it knows the label set {@code sentiment} alone. */
@GrpcService
class FakeModels implements ClassificationService {

    @Override
    public Uni<ClassifyTextsResponse> classifyTexts(ClassifyTextsRequest request) {
        if (!request.getLabelSet().equals("sentiment")) {
            throw new FailureException(FailureCode.LABEL_SET_UNKNOWN, "There is only sentiment.");
        }
        return Uni.createFrom().item(ClassifyTextsResponse.getDefaultInstance());
    }
}
