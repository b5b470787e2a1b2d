package dev.scriptorium.modelrepository.s3;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What the answers of a store that will not change by asking again mean to those who run this. */
final class S3Refusal {

    private static final Set<String> OF_REGION =
            Set.of("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException");

    private S3Refusal() {}

    /** Empty where the answer may be another one next time, and where there was none. */
    static Optional<FailureException> of(Exception answer, String what) {
        if (!(answer instanceof AwsServiceException refused)) {
            return Optional.empty();
        }
        int status = refused.statusCode();
        if (status == 429 || status >= 500) {
            return Optional.empty();
        }
        String code = refused.awsErrorDetails() == null
                ? ""
                : Optional.ofNullable(refused.awsErrorDetails().errorCode()).orElse("");
        FailureCode meaning = status == 412 ? FailureCode.DEPENDENCY_UNAVAILABLE : FailureCode.MODEL_UNKNOWN;
        return Optional.of(new FailureException(meaning, reason(refused, status, code, what), refused));
    }

    private static String reason(AwsServiceException refused, int status, String code, String what) {
        if (status == 301 || status == 307 || OF_REGION.contains(code)) {
            String region = Optional.ofNullable(refused.awsErrorDetails())
                    .flatMap(details -> details.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region"))
                    .map(name -> "the region " + name)
                    .orElse("another region");
            return "The bucket of %s is in %s; set AWS_REGION to it".formatted(what, region);
        }
        return switch (status) {
            case 401, 403 ->
                "The store does not give %s to this key (status %d, %s); check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, and that they may s3:ListBucket and s3:GetObject"
                        .formatted(what, status, code);
            case 404 ->
                code.equals("NoSuchBucket")
                        ? "There is no bucket for %s; check its name and AWS_ENDPOINT_URL_S3".formatted(what)
                        : "The store has no %s".formatted(what);
            case 412 -> what + " was replaced in the store while it was fetched; start again";
            default -> "The store refuses %s (status %d, %s)".formatted(what, status, code);
        };
    }
}
