package dev.scriptorium.runtime.failure;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Arrays;

/**
 * A failure as a gRPC status and back: the code travels as a trailer, so that it survives any number of calls between
 * services. The status codes follow google.rpc.Code's definitions.
 *
 * <p>Only the caller next to an outage calls again. A service that relays an outage has done so already and tells its own
 * caller not to (gRPC proposal A6, server pushback): otherwise three services would call 4 x 4 x 4 times.
 */
public final class FailureStatus {

    static final Metadata.Key<String> CODE = Metadata.Key.of("scriptorium-code", Metadata.ASCII_STRING_MARSHALLER);

    /** Milliseconds until the client's library calls again; a negative number means never. */
    static final Metadata.Key<String> PUSHBACK =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

    private static final String NEVER = "-1";

    private FailureStatus() {}

    public static StatusRuntimeException toGrpc(FailureException failure) {
        Metadata trailers = new Metadata();
        trailers.put(CODE, failure.code().name());
        if (failure.code() == FailureCode.DEPENDENCY_UNAVAILABLE) {
            trailers.put(PUSHBACK, NEVER);
        }
        return status(failure.code()).withDescription(failure.reason()).asRuntimeException(trailers);
    }

    /**
     * What a call to another service failed with; a status without our code is an outage of that service. That the other
     * service is stopping is an outage for this one, which is not.
     */
    public static FailureException fromGrpc(String service, StatusRuntimeException thrown) {
        String name = thrown.getTrailers() == null ? null : thrown.getTrailers().get(CODE);
        String reason = thrown.getStatus().getDescription();
        return Arrays.stream(FailureCode.values())
                .filter(code -> code.name().equals(name))
                .findFirst()
                .map(code -> code == FailureCode.SHUTTING_DOWN ? FailureCode.DEPENDENCY_UNAVAILABLE : code)
                .map(code -> new FailureException(code, reason == null ? code.meaning() : reason, thrown))
                .orElseGet(() -> unexpected(service, thrown));
    }

    private static FailureException unexpected(String service, StatusRuntimeException thrown) {
        return switch (thrown.getStatus().getCode()) {
            case DEADLINE_EXCEEDED ->
                new FailureException(FailureCode.DEADLINE_EXCEEDED, service + " did not answer in time", thrown);
            case RESOURCE_EXHAUSTED ->
                new FailureException(FailureCode.OVERLOADED, service + " has too much to do", thrown);
            case CANCELLED -> new FailureException(FailureCode.CANCELLED, "the call was cancelled", thrown);
            default ->
                new FailureException(
                        FailureCode.DEPENDENCY_UNAVAILABLE,
                        service + " does not answer: " + thrown.getStatus().getCode(),
                        thrown);
        };
    }

    private static Status status(FailureCode code) {
        return switch (code) {
            case OVERLOADED, STORAGE_FULL -> Status.RESOURCE_EXHAUSTED;
            case RESULT_PENDING -> Status.UNAVAILABLE;
            case NOT_RETRYABLE -> Status.FAILED_PRECONDITION;
            default -> ofHttp(code);
        };
    }

    private static Status ofHttp(FailureCode code) {
        return switch (code.httpStatus()) {
            case 400, 406, 413, 415 -> Status.INVALID_ARGUMENT;
            case 401 -> Status.UNAUTHENTICATED;
            case 403, 421 -> Status.PERMISSION_DENIED;
            case 404 -> Status.NOT_FOUND;
            case 405 -> Status.UNIMPLEMENTED;
            case 409 -> Status.ABORTED;
            case 422 -> isAboutTheRequest(code) ? Status.INVALID_ARGUMENT : Status.FAILED_PRECONDITION;
            case 429 -> Status.RESOURCE_EXHAUSTED;
            case 503 -> Status.UNAVAILABLE;
            case 408, 504 -> Status.DEADLINE_EXCEEDED;
            default -> Status.INTERNAL;
        };
    }

    /** Whether the request fails in any state of the service. */
    private static boolean isAboutTheRequest(FailureCode code) {
        return switch (code) {
            case LIMIT_EXCEEDED, INPUT_TOO_LONG, EMPTY_TEXT -> true;
            default -> false;
        };
    }
}
