package dev.scriptorium.runtime.access;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Sends the services' shared token with every gRPC call that does not carry a credential already. */
@Singleton
@GlobalInterceptor
public class SharedToken implements ClientInterceptor {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Optional<String> token;

    SharedToken(AccessConfig config) {
        this.token = config.mode() == AccessMode.REQUIRED ? config.token() : Optional.empty();
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        ClientCall<Q, A> call = next.newCall(method, options);
        return token.<ClientCall<Q, A>>map(secret -> new WithToken<>(call, secret))
                .orElse(call);
    }

    private static final class WithToken<Q, A> extends SimpleForwardingClientCall<Q, A> {

        private final String secret;

        WithToken(ClientCall<Q, A> call, String secret) {
            super(call);
            this.secret = secret;
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            if (!headers.containsKey(AUTHORIZATION)) {
                headers.put(AUTHORIZATION, "Bearer " + secret);
            }
            super.start(listener, headers);
        }
    }
}
