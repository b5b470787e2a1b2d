package dev.scriptorium.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.tokenizer.v1.SegmentRequest;
import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import io.grpc.Context;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TokenizerGrpcServiceTest {

    private static final Supplier<Segmenter> NEVER_ASKED = () -> {
        throw new AssertionError("the text must not be divided");
    };

    private final TokenizerGrpcService service = new TokenizerGrpcService(NEVER_ASKED, 100);

    @Test
    void doesNotBeginACallThatWasCancelledWhileItWaited() throws Exception {
        Context.CancellableContext client = Context.ROOT.withCancellation();
        Uni<SegmentResponse> answer = client.call(() -> service.segment(request("A text.")));

        client.cancel(null);

        assertFailure(() -> answer.await().atMost(Duration.ofSeconds(30)), FailureCode.CANCELLED);
    }

    @Test
    void refusesATextOneByteOverTheLimit() {
        assertFailure(() -> service.segment(request("ü".repeat(50) + "a")), FailureCode.LIMIT_EXCEEDED);
    }

    private static SegmentRequest request(String text) {
        return SegmentRequest.newBuilder().setText(text).build();
    }

    private static void assertFailure(ThrowingCallable call, FailureCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
