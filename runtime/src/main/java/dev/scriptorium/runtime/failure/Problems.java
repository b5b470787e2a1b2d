package dev.scriptorium.runtime.failure;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.util.Locale;

/** Failures as problem+json (RFC 9457) with two members of ours: {@code code} and {@code retryable}. */
public final class Problems {

    private static final int RETRY_AFTER_SECONDS = 5;
    private static final int RESULT_AFTER_SECONDS = 1;

    private Problems() {}

    public static HttpProblem of(FailureException failure) {
        return of(failure.code(), failure.reason()).build();
    }

    /** A problem to be completed, for example with further headers. */
    public static HttpProblem.Builder of(FailureCode code, String detail) {
        HttpProblem.Builder problem = HttpProblem.builder()
                .withType(type(code))
                .withTitle(code.meaning())
                .withStatus(code.httpStatus())
                .withDetail(detail)
                .with("code", code.name())
                .with("retryable", code.retryable());
        if (code == FailureCode.RESULT_PENDING) {
            problem.withHeader(HttpHeaders.RETRY_AFTER, RESULT_AFTER_SECONDS);
        } else if (code.httpStatus() == 503 || code.httpStatus() == 507) {
            problem.withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        if (code == FailureCode.CREDENTIALS_REFUSED) {
            problem.withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (code == FailureCode.REQUEST_TOO_LARGE || code == FailureCode.REQUEST_TIMEOUT) {
            // The rest of the body is not read, so nothing else can be understood on this connection.
            problem.withHeader("Connection", "close");
        }
        return problem;
    }

    public static URI type(FailureCode code) {
        return URI.create("urn:scriptorium:failure:"
                + code.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
