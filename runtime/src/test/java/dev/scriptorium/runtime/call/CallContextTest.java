package dev.scriptorium.runtime.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CallContextTest {

    @Test
    void readsTheTimeoutOfTheProtocol() {
        assertThat(CallContext.timeout("300m")).contains(Duration.ofMillis(300));
        assertThat(CallContext.timeout("14820578u")).contains(Duration.ofNanos(14_820_578_000L));
        assertThat(CallContext.timeout("2H")).contains(Duration.ofHours(2));
    }

    @Test
    void passesOverWhatIsNone() {
        assertThat(CallContext.timeout(null)).isEmpty();
        assertThat(CallContext.timeout("soon")).isEmpty();
        assertThat(CallContext.timeout("123456789S")).isEmpty();
    }

    @Test
    void answersACallThatIsOpen() {
        var call = new RecordedCall();

        new CallContext().interceptCall(call, new Metadata(), answering());

        assertThat(call.said).containsExactly("headers", "message", "OK");
    }

    @Test
    void saysNothingToAClientThatHasCancelled() {
        var call = new RecordedCall();
        var taken = new AtomicReference<ServerCall<String, String>>();
        ServerCall.Listener<String> listener = new CallContext()
                .interceptCall(call, new Metadata(), (open, headers) -> {
                    taken.set(open);
                    return new ServerCall.Listener<>() {};
                });

        listener.onCancel();
        answer(taken.get());

        assertThat(call.said).isEmpty();
    }

    private static ServerCallHandler<String, String> answering() {
        return (open, headers) -> {
            answer(open);
            return new ServerCall.Listener<>() {};
        };
    }

    private static void answer(ServerCall<String, String> call) {
        call.sendHeaders(new Metadata());
        call.sendMessage("answer");
        call.close(Status.OK, new Metadata());
    }

    private static final class RecordedCall extends ServerCall<String, String> {

        private final List<String> said = new ArrayList<>();

        @Override
        public void request(int messages) {}

        @Override
        public void sendHeaders(Metadata headers) {
            said.add("headers");
        }

        @Override
        public void sendMessage(String message) {
            said.add("message");
        }

        @Override
        public void close(Status status, Metadata trailers) {
            said.add(status.getCode().name());
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<String, String> getMethodDescriptor() {
            throw new UnsupportedOperationException("nobody asks which method it is");
        }
    }
}
