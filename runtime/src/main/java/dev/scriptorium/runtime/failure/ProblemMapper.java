package dev.scriptorium.runtime.failure;

import dev.scriptorium.core.failure.Blame;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * Answers a failed request with problem+json (RFC 9457): the member {@code code} is the stable code, and 503 says when to
 * come again.
 */
@Provider
public class ProblemMapper implements ExceptionMapper<FailureException> {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final int RETRY_AFTER_SECONDS = 5;

    @Override
    public Response toResponse(FailureException failure) {
        FailureCode code = failure.code();
        if (code.blame() == Blame.INTERNAL) {
            LOG.error("A request failed", failure);
        }
        HttpProblem.Builder problem = HttpProblem.builder()
                .withType(URI.create("urn:scriptorium:failure:"
                        + code.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .withTitle(code.meaning())
                .withStatus(code.httpStatus())
                .withDetail(failure.reason())
                .with("code", code.name())
                .with("retryable", code.retryable());
        if (code.httpStatus() == Response.Status.SERVICE_UNAVAILABLE.getStatusCode()) {
            problem.withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return problem.build().toResponse();
    }
}
