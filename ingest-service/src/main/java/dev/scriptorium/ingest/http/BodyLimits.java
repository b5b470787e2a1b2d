package dev.scriptorium.ingest.http;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.ingest.IngestConfig;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/** How large the body of a request may be, by endpoint, and how long it may take. */
@Singleton
public final class BodyLimits {

    /** Of one document beside a few fields. */
    private static final Set<String> ONE_DOCUMENT = Set.of("/libretranslate/translate_file", "/deepl/v2/document");

    private final DataSize job;
    private final DataSize document;
    private final DataSize examples;
    private final DataSize memory;
    private final DataSize glossary;
    private final DataSize other;
    private final Duration time;
    private final Clock clock;

    public BodyLimits(IngestConfig config, Clock clock) {
        this.job = config.http().jobBody();
        this.document = new DataSize(
                config.limits().document().toBytes() + config.http().body().toBytes());
        this.examples = config.limits().examples();
        this.memory = config.limits().memoryFile();
        this.glossary = config.limits().glossaryFile();
        this.other = config.http().body();
        this.time = config.http().bodyTimeout();
        this.clock = clock;
    }

    /** The limit of the endpoint with this path. */
    public DataSize of(String path) {
        if (path.equals("/v1/jobs") || path.equals("/v1/jobs/")) {
            return job;
        }
        if (ONE_DOCUMENT.contains(path)) {
            return document;
        }
        if (path.equals("/v1/memory/import") || path.equals("/v1/memory/import/")) {
            return memory;
        }
        if (path.equals("/v1/glossary/import") || path.equals("/v1/glossary/import/")) {
            return glossary;
        }
        return path.startsWith("/v1/label-sets/") ? examples : other;
    }

    /** The body, failing with {@code REQUEST_TOO_LARGE} or {@code REQUEST_TIMEOUT} at the byte that is too many or too late. */
    public InputStream guard(InputStream body, String path) {
        return new GuardedBody(body, of(path), clock, time);
    }

    static FailureException tooLarge(DataSize limit) {
        return new FailureException(
                FailureCode.REQUEST_TOO_LARGE, "The body of this request may have at most " + limit + ".");
    }
}
