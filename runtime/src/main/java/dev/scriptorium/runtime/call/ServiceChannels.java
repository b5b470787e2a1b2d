package dev.scriptorium.runtime.call;

import io.grpc.netty.NettyChannelBuilder;
import io.quarkus.grpc.api.ChannelBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcClientConfiguration;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * How a service calls another one: in turn at all addresses that its name resolves to, and again with back-off where an instance is not available, within
 * the deadline of the call. A service of which no instance answers fails a call after some seconds, not at its deadline.
 *
 * @see <a href="https://github.com/grpc/proposal/blob/master/A6-client-retries.md">gRPC client retries</a>
 */
@Singleton
public class ServiceChannels implements ChannelBuilderCustomizer<NettyChannelBuilder> {

    /** The first one included; gRPC allows five. */
    private static final double ATTEMPTS = 4;

    @Override
    public Map<String, Object> customize(
            String name, GrpcClientConfiguration configuration, NettyChannelBuilder builder) {
        return serviceConfig();
    }

    static Map<String, Object> serviceConfig() {
        Map<String, Object> retryPolicy = Map.of(
                "maxAttempts",
                ATTEMPTS,
                "initialBackoff",
                "0.2s",
                "maxBackoff",
                "3s",
                "backoffMultiplier",
                4.0,
                "retryableStatusCodes",
                List.of("UNAVAILABLE"));
        return Map.of(
                // a channel whose attempts fail five hundred times more often than they succeed is not asked again
                "retryThrottling", Map.of("maxTokens", 1000.0, "tokenRatio", 1.0),
                "loadBalancingConfig", List.of(Map.of("round_robin", Map.of())),
                "methodConfig", List.of(Map.of("name", List.of(Map.of()), "retryPolicy", retryPolicy)));
    }
}
