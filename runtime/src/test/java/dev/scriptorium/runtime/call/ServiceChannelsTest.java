package dev.scriptorium.runtime.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.tokenizer.v1.SegmentRequest;
import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import dev.scriptorium.proto.tokenizer.v1.TokenizerServiceGrpc;
import dev.scriptorium.runtime.failure.FailureStatus;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceChannelsTest {

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger unavailable = new AtomicInteger();
    private StatusRuntimeException outage = Status.UNAVAILABLE.asRuntimeException(new Metadata());
    private Server server;
    private ManagedChannel channel;

    @AfterEach
    void stop() {
        channel.shutdownNow();
        if (server != null) {
            server.shutdownNow();
        }
    }

    @Test
    void callsAgainWhereAnInstanceIsNotAvailable() throws IOException {
        start();
        unavailable.set(2);

        call();

        assertThat(calls).hasValue(3);
    }

    @Test
    void givesUpAfterFourAttempts() throws IOException {
        start();
        unavailable.set(4);

        assertThatThrownBy(this::call)
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("UNAVAILABLE");

        assertThat(calls).hasValue(4);
    }

    @Test
    void doesNotCallAgainWhereTheServiceRelaysAnOutage() throws IOException {
        outage = FailureStatus.toGrpc(new FailureException(FailureCode.DEPENDENCY_UNAVAILABLE, "No instance answers."));
        start();
        unavailable.set(4);

        assertThatThrownBy(this::call)
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("No instance answers.");

        assertThat(calls).hasValue(1);
    }

    @Test
    void failsAsUnavailableWhereNobodyListens() {
        channel = channel(1);

        assertThatThrownBy(this::call)
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("UNAVAILABLE");
    }

    private void call() {
        TokenizerServiceGrpc.newBlockingStub(channel).segment(SegmentRequest.getDefaultInstance());
    }

    private void start() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(new Tokenizer())
                .intercept(new SometimesUnavailable())
                .build()
                .start();
        channel = channel(server.getPort());
    }

    private static ManagedChannel channel(int port) {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget("dns:///127.0.0.1:" + port)
                .usePlaintext()
                .enableRetry();
        return builder.defaultServiceConfig(ServiceChannels.serviceConfig()).build();
    }

    private static final class Tokenizer extends TokenizerServiceGrpc.TokenizerServiceImplBase {

        @Override
        public void segment(SegmentRequest request, StreamObserver<SegmentResponse> answer) {
            answer.onNext(SegmentResponse.getDefaultInstance());
            answer.onCompleted();
        }
    }

    private final class SometimesUnavailable implements ServerInterceptor {

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            calls.incrementAndGet();
            if (unavailable.getAndDecrement() > 0) {
                call.close(outage.getStatus(), outage.getTrailers());
                return new ServerCall.Listener<>() {};
            }
            return next.startCall(call, headers);
        }
    }
}
