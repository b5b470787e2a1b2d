package dev.scriptorium.runtime.call;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives each call a {@link Context} with the deadline that the client sent, which is cancelled when the client cancels or
 * the deadline passes. grpc-java's own server does so; the one that shares the HTTP port does not.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP/2, Timeout</a>
 */
@ApplicationScoped
public class CallContext implements ServerInterceptor {

    private static final Metadata.Key<String> TIMEOUT =
            Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);
    private static final Pattern FORM = Pattern.compile("(\\d{1,8})([HMSmun])");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "H", ChronoUnit.HOURS,
            "M", ChronoUnit.MINUTES,
            "S", ChronoUnit.SECONDS,
            "m", ChronoUnit.MILLIS,
            "u", ChronoUnit.MICROS,
            "n", ChronoUnit.NANOS);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Context.CancellableContext context = timeout(headers.get(TIMEOUT))
                .map(timeout ->
                        Context.current().withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS, Deadlines.timer()))
                .orElseGet(() -> Context.current().withCancellation());
        ServerCall<Q, A> open = new OpenCall<>(call, context);
        return new SimpleForwardingServerCallListener<>(Contexts.interceptCall(context, open, headers, next)) {
            @Override
            public void onCancel() {
                context.cancel(null);
                super.onCancel();
            }

            @Override
            public void onComplete() {
                context.cancel(null);
                super.onComplete();
            }
        };
    }

    /**
     * A call that says nothing more once it has ended. The client has reset its stream then; a server on the HTTP port would
     * answer a write to it by closing the connection, with all other calls on it.
     */
    private static final class OpenCall<Q, A> extends SimpleForwardingServerCall<Q, A> {

        private final Context context;

        OpenCall(ServerCall<Q, A> call, Context context) {
            super(call);
            this.context = context;
        }

        @Override
        public void sendHeaders(Metadata headers) {
            if (!context.isCancelled()) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public void sendMessage(A message) {
            if (!context.isCancelled()) {
                super.sendMessage(message);
            }
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (!context.isCancelled()) {
                super.close(status, trailers);
            }
        }
    }

    /** Empty where there is none, or none that can be read. */
    static Optional<Duration> timeout(@Nullable String header) {
        Matcher matcher = FORM.matcher(header == null ? "" : header);
        return matcher.matches()
                ? Optional.of(Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2))))
                : Optional.empty();
    }
}
