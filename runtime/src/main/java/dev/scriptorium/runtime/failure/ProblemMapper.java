package dev.scriptorium.runtime.failure;

import dev.scriptorium.core.failure.Blame;
import dev.scriptorium.core.failure.FailureException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.ext.Provider;
import org.jboss.logging.Logger;

/** Answers a failed request with the failure's problem; 503, 507 and a pending result say when to try again. */
@Provider
@Priority(Priorities.USER)
public class ProblemMapper extends ExceptionMapperBase<FailureException> {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    @Override
    protected HttpProblem toProblem(FailureException failure) {
        if (failure.code().blame() == Blame.INTERNAL) {
            LOG.error("A request failed", failure);
        }
        return Problems.of(failure);
    }
}
