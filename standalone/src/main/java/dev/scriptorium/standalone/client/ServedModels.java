package dev.scriptorium.standalone.client;

import dev.scriptorium.proto.inference.v1.InferenceServiceGrpc;
import dev.scriptorium.proto.inference.v1.ListModelsRequest;
import dev.scriptorium.proto.inference.v1.ModelDescription;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The catalogue of an instance, asked over gRPC. */
public final class ServedModels {
    private static final long LIMIT_SECONDS = 30;

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private ServedModels() {}

    /**
     * All its models.
     *
     * @param inferenceUrl the address of the inference service
     * @param token the services' shared token; empty: the call has no credential
     */
    public static List<ModelDescription> of(String inferenceUrl, Optional<String> token) {
        URI address = URI.create(inferenceUrl);
        ManagedChannel channel = ManagedChannelBuilder.forAddress(address.getHost(), address.getPort())
                .usePlaintext()
                .build();
        try {
            return InferenceServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(credential(token)))
                    .withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .listModels(ListModelsRequest.getDefaultInstance())
                    .getModelsList();
        } catch (StatusRuntimeException e) {
            throw new ApiException("The models of " + inferenceUrl + " cannot be listed: " + e.getStatus(), e);
        } finally {
            channel.shutdownNow();
        }
    }

    private static Metadata credential(Optional<String> token) {
        Metadata headers = new Metadata();
        token.ifPresent(secret -> headers.put(AUTHORIZATION, "Bearer " + secret));
        return headers;
    }
}
