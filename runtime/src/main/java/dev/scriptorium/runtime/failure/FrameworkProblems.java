package dev.scriptorium.runtime.failure;

import dev.scriptorium.core.failure.FailureCode;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;

/** Gives the problems that the framework makes (no route, wrong method, wrong media type, a defect) the shape of ours. */
@Singleton
@Unremovable
class FrameworkProblems implements ProblemPostProcessor {

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        if (problem.getParameters().containsKey("code")) {
            return problem;
        }
        FailureCode code = code(problem.getStatusCode());
        String detail = problem.getDetail();
        boolean saysNothing = detail == null || detail.startsWith("HTTP ");
        HttpProblem.Builder own = HttpProblem.builder(problem)
                .withType(Problems.type(code))
                .withTitle(code.meaning())
                .withDetail(saysNothing ? sentence(code) : detail)
                .with("code", code.name())
                .with("retryable", code.retryable());
        return own.build();
    }

    private static String sentence(FailureCode code) {
        String meaning = code.meaning();
        return Character.toUpperCase(meaning.charAt(0)) + meaning.substring(1) + ".";
    }

    static FailureCode code(int status) {
        return switch (status) {
            case 401 -> FailureCode.CREDENTIALS_REFUSED;
            case 403 -> FailureCode.ROLE_MISSING;
            case 404 -> FailureCode.NOT_FOUND;
            case 405 -> FailureCode.METHOD_NOT_ALLOWED;
            case 406 -> FailureCode.NOT_ACCEPTABLE;
            case 408 -> FailureCode.REQUEST_TIMEOUT;
            case 413 -> FailureCode.REQUEST_TOO_LARGE;
            case 415 -> FailureCode.CONTENT_TYPE_UNSUPPORTED;
            case 503 -> FailureCode.DEPENDENCY_UNAVAILABLE;
            default -> status < 500 ? FailureCode.BAD_REQUEST : FailureCode.INTERNAL;
        };
    }
}
