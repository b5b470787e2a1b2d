package dev.scriptorium.core.failure;

import java.util.Arrays;

/**
 * The stable codes of all failures, with the one table that HTTP, gRPC, retries and dashboards read.
 *
 * <p>A code's name is part of the API: it is never renamed, and never reused for another meaning.
 */
public enum FailureCode {
    ARCHIVE_BOMB(Blame.USER, 422, "expands to far more than its size"),
    BAD_REQUEST(Blame.USER, 400, "the request does not have the required form"),
    CONTENT_TYPE_UNSUPPORTED(Blame.USER, 415, "the request's Content-Type or Content-Encoding is not supported"),
    CREDENTIALS_REFUSED(Blame.USER, 401, "no credentials, or none that are valid"),
    DOC_CORRUPT(Blame.USER, 422, "the document is damaged or cut off"),
    DOC_ENCRYPTED(Blame.USER, 422, "the document is encrypted"),
    DOC_TOO_LARGE(Blame.USER, 413, "the document is over a size limit"),
    EMPTY_TEXT(Blame.USER, 422, "the document has no text"),
    FILE_NOT_FAITHFUL(Blame.USER, 422, "the translated file would lack something of the original"),
    FILE_NOT_TRANSLATED(Blame.USER, 422, "too much of the file stayed untranslated"),
    FILE_UNSUPPORTED(Blame.USER, 415, "files of this type are read, but not written"),
    HOST_REFUSED(Blame.USER, 421, "the Host of the request is not one of this service"),
    IDEMPOTENCY_KEY_REUSED(Blame.USER, 422, "the idempotency key was used for another request"),
    INPUT_TOO_LONG(Blame.USER, 422, "the input is longer than the model takes"),
    JOB_OPEN(Blame.USER, 409, "the job is not finished"),
    LABEL_SET_OUTDATED(Blame.USER, 422, "the label set was made for another version of its embedding model"),
    LABEL_SET_UNKNOWN(Blame.USER, 422, "no model serves this label set"),
    LANGUAGE_PAIR_UNAVAILABLE(Blame.USER, 422, "no model translates between these languages"),
    LIMIT_EXCEEDED(Blame.USER, 422, "the request is over a limit"),
    METHOD_NOT_ALLOWED(Blame.USER, 405, "the resource does not support this method"),
    NOT_ACCEPTABLE(Blame.USER, 406, "no representation matches the Accept header"),
    NOT_FOUND(Blame.USER, 404, "resource not found"),
    NOT_RETRYABLE(Blame.USER, 409, "the job has no failed document to retry, or no time left"),
    ORIGIN_REFUSED(Blame.USER, 403, "the request comes from another web site"),
    REQUEST_TOO_LARGE(Blame.USER, 413, "the request is over a size limit"),
    ROLE_MISSING(Blame.USER, 403, "the caller's role does not allow this"),
    SUMMARY_MODEL_UNAVAILABLE(Blame.USER, 422, "no model writes such a summary"),
    TOKENIZER_MISMATCH(Blame.USER, 422, "the token ids come from another tokenizer"),
    TYPE_MISMATCH(Blame.USER, 415, "the content is not what its name or declared type says"),
    TYPE_UNSUPPORTED(Blame.USER, 415, "documents of this type are not read"),

    CANCELLED(Blame.USER, 409, "the work was cancelled"),

    DEVICE_UNAVAILABLE(Blame.OPERATOR, 503, "the device that models are to run on cannot be used"),
    MODEL_CORRUPT(Blame.OPERATOR, 503, "a file of the model is damaged"),
    MODEL_FILE_MISSING(Blame.OPERATOR, 503, "a file of the model is missing"),
    MODEL_UNKNOWN(Blame.OPERATOR, 404, "the catalogue has no such model"),
    MODEL_UNSAFE(Blame.OPERATOR, 503, "the model's weights are in a format that can run code"),
    MODEL_UNSUPPORTED(Blame.OPERATOR, 503, "the engine does not know this architecture"),
    STORAGE_FULL(Blame.OPERATOR, 507, "a disk is full or nearly full"),

    DEADLINE_EXCEEDED(Blame.CAPACITY, 504, "not done within its deadline"),
    MODEL_OUT_OF_MEMORY(Blame.CAPACITY, 503, "a model has not enough memory for this input"),
    MODEL_REPLACED(Blame.CAPACITY, 503, "a model was replaced while the work was under way"),
    OVERLOADED(Blame.CAPACITY, 503, "too much work is waiting"),
    PARSER_CRASHED(Blame.CAPACITY, 422, "the parser ended while it read the document"),
    PARSER_OOM(Blame.CAPACITY, 422, "the parser ran out of memory"),
    PARSER_TIMEOUT(Blame.CAPACITY, 422, "the parser did not finish within its time"),
    RATE_LIMITED(Blame.CAPACITY, 429, "too many requests of this caller"),
    REQUEST_TIMEOUT(Blame.CAPACITY, 408, "the request did not arrive in time"),
    RESULT_PENDING(Blame.CAPACITY, 409, "the result is not there yet"),
    SHUTTING_DOWN(Blame.CAPACITY, 503, "the service is stopping"),

    BLOB_MISSING(Blame.DEPENDENCY, 503, "the bytes of the document are not in the blob store"),
    DEPENDENCY_UNAVAILABLE(Blame.DEPENDENCY, 503, "a server that is needed does not answer"),
    MODEL_FETCHING(Blame.DEPENDENCY, 503, "a model is still being fetched"),

    BLOB_CORRUPT(Blame.INTERNAL, 500, "the stored bytes are not those that were accepted"),
    INTERNAL(Blame.INTERNAL, 500, "an unexpected error"),
    MODEL_FAILED(Blame.INTERNAL, 500, "a model failed on this input"),
    NO_PROGRESS(Blame.INTERNAL, 500, "given up after repeated attempts without progress");

    private final Blame blame;
    private final int httpStatus;
    private final String meaning;

    FailureCode(Blame blame, int httpStatus, String meaning) {
        this.blame = blame;
        this.httpStatus = httpStatus;
        this.meaning = meaning;
    }

    /** The code of this name as another service wrote it; INTERNAL where this version does not know it. */
    public static FailureCode named(String name) {
        return Arrays.stream(values())
                .filter(code -> code.name().equals(name))
                .findFirst()
                .orElse(INTERNAL);
    }

    public Blame blame() {
        return blame;
    }

    /** The HTTP status when the failure answers a request. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The meaning in a few words, for the documentation and as a problem's title. */
    public String meaning() {
        return meaning;
    }

    /** Whether the same work can succeed when it is tried again: later, or by another process. */
    public boolean retryable() {
        return blame != Blame.USER;
    }
}
