package dev.scriptorium.runtime.failure;

import dev.scriptorium.core.failure.FailureException;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.ExceptionHandler;
import io.quarkus.grpc.ExceptionHandlerProvider;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Answers a failed gRPC call with the failure's status. What has no code is logged here and answered as INTERNAL. */
@ApplicationScoped
class GrpcFailures implements ExceptionHandlerProvider {

    private static final Logger LOG = Logger.getLogger(GrpcFailures.class);

    @Override
    public <Q, A> ExceptionHandler<Q, A> createHandler(Listener<Q> listener, ServerCall<Q, A> call, Metadata metadata) {
        return new ExceptionHandler<>(listener, call, metadata) {
            @Override
            protected void handleException(Throwable thrown, ServerCall<Q, A> failed, Metadata headers) {
                StatusRuntimeException answer = answer(thrown);
                Metadata trailers = answer.getTrailers();
                failed.close(answer.getStatus(), trailers == null ? new Metadata() : trailers);
            }
        };
    }

    @Override
    public Throwable transform(Throwable thrown) {
        return answer(thrown);
    }

    private static StatusRuntimeException answer(Throwable thrown) {
        return switch (thrown) {
            case StatusRuntimeException status -> status;
            case StatusException status -> new StatusRuntimeException(status.getStatus(), status.getTrailers());
            default -> {
                FailureException failure = FailureException.of(thrown);
                if (failure.getCause() == thrown) {
                    LOG.error("A call failed", thrown);
                }
                yield FailureStatus.toGrpc(failure);
            }
        };
    }
}
