package dev.scriptorium.runtime.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class IncomingCallTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final AtomicReference<Context> outgoing = new AtomicReference<>();

    @Test
    void cancelsTheOutgoingCallsOfACallThatItsClientCancels() {
        CancellableContext client = Context.ROOT.withCancellation();
        CompletableFuture<String> answer = ask(client, LONG);

        client.cancel(null);

        assertThat(outgoing.get().isCancelled()).isTrue();
        assertFailure(answer::get, FailureCode.CANCELLED);
    }

    @Test
    void cancelsAnOutgoingCallThatTakesTooLong() {
        CompletableFuture<String> answer = ask(Context.ROOT, Duration.ofMillis(1));

        assertFailure(answer::get, FailureCode.DEADLINE_EXCEEDED);
        assertThat(outgoing.get() == null || outgoing.get().isCancelled()).isTrue();
    }

    @Test
    void cancelsTheOutgoingCallThatNobodyWaitsForAnyMore() {
        IncomingCall call = IncomingCall.current();

        call.outgoing(silent(), LONG).subscribe().with(_ -> {}).cancel();

        assertThat(outgoing.get().isCancelled()).isTrue();
    }

    @Test
    void makesNoCallForACallThatHasEnded() {
        CancellableContext client = Context.ROOT.withCancellation();
        client.cancel(null);

        assertFailure(ask(client, LONG)::get, FailureCode.CANCELLED);
        assertThat(outgoing.get()).isNull();
    }

    @Test
    void passesTheAnswerOn() {
        Uni<String> answer = IncomingCall.current().outgoing(Uni.createFrom().item("answer"), LONG);

        assertThat(answer.await().indefinitely()).isEqualTo("answer");
    }

    @Test
    void letsAnAnsweredCallEndByItself() {
        CancellableContext client = Context.ROOT.withCancellation();

        Uni<String> answering = Uni.createFrom().emitter(emitter -> {
            outgoing.set(Context.current());
            emitter.complete("answer");
        });
        client.run(() ->
                IncomingCall.current().outgoing(answering, LONG).subscribe().with(_ -> {}));

        assertThat(outgoing.get().isCancelled()).isFalse();
        client.cancel(null);
        assertThat(outgoing.get().isCancelled()).isTrue();
    }

    @Test
    void givesAnOutgoingCallTheDeadlineOfTheIncomingOneWhereThatIsSooner() {
        CancellableContext client = Context.ROOT.withDeadlineAfter(1, TimeUnit.MINUTES, Deadlines.timer());

        ask(client, LONG);

        assertThat(outgoing.get().getDeadline()).isEqualTo(client.getDeadline());
        client.cancel(null);
    }

    @Test
    void stopsWorkInStepsOnceTheCallHasEnded() throws Exception {
        CancellableContext client = Context.ROOT.withCancellation();
        IncomingCall call = client.call(IncomingCall::current);
        call.throwIfEnded();

        client.cancel(null);

        assertThatThrownBy(call::throwIfEnded).isInstanceOf(FailureException.class);
    }

    private CompletableFuture<String> ask(Context client, Duration timeout) {
        try {
            IncomingCall call = client.call(IncomingCall::current);
            return call.outgoing(silent(), timeout).subscribeAsCompletionStage();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Uni<String> silent() {
        return Uni.createFrom().emitter(_ -> outgoing.set(Context.current()));
    }

    private static void assertFailure(ThrowingCallable call, FailureCode code) {
        assertThatThrownBy(call)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
