package dev.scriptorium.runtime.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureStatusTest {

    @ParameterizedTest
    @EnumSource(names = "SHUTTING_DOWN", mode = EnumSource.Mode.EXCLUDE)
    void keepsTheCodeFromOneServiceToTheNext(FailureCode code) {
        StatusRuntimeException status = FailureStatus.toGrpc(new FailureException(code, "because of that"));

        FailureException back = FailureStatus.fromGrpc("inference-service", status);

        assertThat(back.code()).isEqualTo(code);
        assertThat(back.reason()).isEqualTo("because of that");
        assertThat(status.getStatus().isOk()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "UNAVAILABLE, DEPENDENCY_UNAVAILABLE",
        "UNIMPLEMENTED, DEPENDENCY_UNAVAILABLE",
        "DEADLINE_EXCEEDED, DEADLINE_EXCEEDED",
        "RESOURCE_EXHAUSTED, OVERLOADED",
        "CANCELLED, CANCELLED"
    })
    void readsAStatusThatIsNotOurs(Status.Code status, FailureCode expected) {
        FailureException failure =
                FailureStatus.fromGrpc("inference-service", status.toStatus().asRuntimeException());

        assertThat(failure.code()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(names = {"BAD_REQUEST", "LIMIT_EXCEEDED", "INPUT_TOO_LONG", "EMPTY_TEXT"})
    void callsARequestThatFailsInAnyStateOfTheServiceAnInvalidArgument(FailureCode code) {
        assertThat(FailureStatus.toGrpc(new FailureException(code, "x"))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @ParameterizedTest
    @EnumSource(names = {"LANGUAGE_PAIR_UNAVAILABLE", "LABEL_SET_UNKNOWN", "TOKENIZER_MISMATCH"})
    void callsARequestThatFailsForWhatIsInstalledAFailedPrecondition(FailureCode code) {
        assertThat(FailureStatus.toGrpc(new FailureException(code, "x"))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.FAILED_PRECONDITION);
    }

    @Test
    void readsTheStopOfAnotherServiceAsAnOutage() {
        StatusRuntimeException stopping =
                FailureStatus.toGrpc(new FailureException(FailureCode.SHUTTING_DOWN, "The service is stopping."));

        assertThat(FailureStatus.fromGrpc("inference-service", stopping).code())
                .isEqualTo(FailureCode.DEPENDENCY_UNAVAILABLE);
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheCallerNotToCallAgainWhereItRelaysAnOutage(FailureCode code) {
        StatusRuntimeException status = FailureStatus.toGrpc(new FailureException(code, "x"));

        boolean callsAgain = status.getStatus().getCode() == Status.Code.UNAVAILABLE
                && status.getTrailers().get(FailureStatus.PUSHBACK) == null;

        assertThat(callsAgain)
                .isEqualTo(status.getStatus().getCode() == Status.Code.UNAVAILABLE
                        && code != FailureCode.DEPENDENCY_UNAVAILABLE);
    }

    @Test
    void ignoresACodeThatItDoesNotKnow() {
        StatusRuntimeException status = FailureStatus.toGrpc(new FailureException(FailureCode.NOT_FOUND, "gone"));
        status.getTrailers().discardAll(FailureStatus.CODE);
        status.getTrailers().put(FailureStatus.CODE, "FROM_THE_FUTURE");

        assertThat(FailureStatus.fromGrpc("x", status).code()).isEqualTo(FailureCode.DEPENDENCY_UNAVAILABLE);
    }
}
