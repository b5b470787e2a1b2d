package dev.scriptorium.standalone.client;

import dev.scriptorium.proto.inference.v1.InferenceServiceGrpc;
import dev.scriptorium.proto.inference.v1.ListModelsRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The models that an instance serves, asked over gRPC. */
public final class ModelVersions {
    private static final long LIMIT_SECONDS = 30;

    private ModelVersions() {}

    /** Name and digest of each model that can serve, sorted. The address is that of the inference service. */
    public static List<String> of(String inferenceUrl) {
        URI address = URI.create(inferenceUrl);
        ManagedChannel channel = ManagedChannelBuilder.forAddress(address.getHost(), address.getPort())
                .usePlaintext()
                .build();
        try {
            return InferenceServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .listModels(ListModelsRequest.getDefaultInstance())
                    .getModelsList()
                    .stream()
                    .filter(model -> !model.hasUnavailable())
                    .map(model -> model.getName() + "=" + model.getDigest())
                    .sorted()
                    .toList();
        } catch (StatusRuntimeException e) {
            throw new ApiException("The models of " + inferenceUrl + " cannot be listed: " + e.getStatus(), e);
        } finally {
            channel.shutdownNow();
        }
    }
}
