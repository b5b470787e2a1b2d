package dev.scriptorium.inference.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What a server's refusal means here. Its own message is left out: it may repeat the text of a document.
 *
 * @param model the name of the model here
 */
record Refusals(String model, String host, Clock clock) {

    private static final String CODE = "[\\w.-]{1,64}";

    /** @throws AttemptException where another attempt may succeed */
    FailureException of(int status, HttpHeaders headers, JsonNode body) throws AttemptException {
        String code = body.path("error")
                .path("code")
                .asText(body.path("error").path("type").asText());
        String told = host + " answers with the status " + status + (code.matches(CODE) ? " and the code " + code : "");
        if (status / 100 == 3) {
            return new FailureException(
                    FailureCode.MODEL_UNKNOWN,
                    told + ", a redirect, which is not followed; write the address that it leads to");
        }
        return switch (status) {
            case 401, 403 ->
                new FailureException(
                        FailureCode.MODEL_UNKNOWN,
                        told + "; check the key of " + model + " in scriptorium.inference.remote.keys");
            case 404 -> new FailureException(FailureCode.MODEL_UNKNOWN, told + "; check the location of " + model);
            case 429 -> {
                FailureException failure = new FailureException(FailureCode.OVERLOADED, told);
                if (code.equals("insufficient_quota")) {
                    yield failure;
                }
                throw new AttemptException(failure, retryAfter(headers));
            }
            case 408 -> throw mayPass(told, headers);
            case 413 -> new FailureException(FailureCode.INPUT_TOO_LONG, told);
            default -> {
                if (status >= 500) {
                    throw mayPass(told, headers);
                }
                yield code.equals("context_length_exceeded")
                        ? new FailureException(FailureCode.INPUT_TOO_LONG, told)
                        : new FailureException(FailureCode.BAD_REQUEST, told);
            }
        };
    }

    private AttemptException mayPass(String told, HttpHeaders headers) {
        return new AttemptException(
                new FailureException(FailureCode.DEPENDENCY_UNAVAILABLE, told), retryAfter(headers));
    }

    /** Seconds or a date (RFC 9110, section 10.2.3). */
    private Optional<Duration> retryAfter(HttpHeaders headers) {
        String value = headers.firstValue("Retry-After").orElse("");
        if (value.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Duration wait =
                    Duration.between(clock.instant(), ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
