package dev.scriptorium.ingest.query;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.Stop;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.job.Document;
import dev.scriptorium.ingest.job.Job;
import dev.scriptorium.ingest.job.JobStore;
import dev.scriptorium.ingest.progress.Stopping;
import dev.scriptorium.ingest.result.ResultReader;
import dev.scriptorium.ingest.result.StoredResult.StoredClassification;
import dev.scriptorium.ingest.result.StoredResult.StoredSummary;
import dev.scriptorium.ingest.result.StoredResult.StoredTranslation;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Jobs and what became of them, for the tenant of the request. What does not exist fails with {@code NOT_FOUND}. */
@Singleton
public final class Jobs {

    private static final int DEFAULT_PAGE = 100;

    private final JobStore jobs;
    private final ResultReader results;
    private final Stopping stopping;
    private final IngestConfig config;

    public Jobs(JobStore jobs, ResultReader results, Stopping stopping, IngestConfig config) {
        this.jobs = jobs;
        this.results = results;
        this.stopping = stopping;
        this.config = config;
    }

    public Job get(String job) {
        return get(jobId(job));
    }

    public Job get(JobId job) {
        return jobs.find(config.tenant(), job).orElseThrow(() -> missing("job"));
    }

    /** Newest first. */
    public Page<Job> newest(@Nullable Integer limit, @Nullable String after) {
        int size = pageSize(limit);
        Optional<JobId> from = Optional.ofNullable(after).map(text -> parsed(text, JobId::parse, Jobs::badCursor));
        from.ifPresent(job -> jobs.find(config.tenant(), job).orElseThrow(() -> badCursor(null)));
        List<Job> found = jobs.newest(config.tenant(), from, size + 1);
        return Page.of(found, size, (last, next) -> last.id().toString());
    }

    public Page<Document> documents(String job, @Nullable Integer limit, @Nullable String cursor) {
        int size = pageSize(limit);
        Job found = get(job);
        int from = cursor == null ? 0 : Cursor.decode(cursor, found.id()).position();
        List<Document> documents = jobs.documents(config.tenant(), found.id(), from, size + 1);
        return Page.of(documents, size, (last, next) -> new Cursor(found.id(), next.position()).encode());
    }

    public Document document(String document) {
        DocumentId id = parsed(document, DocumentId::parse, e -> missing("document"));
        return jobs.document(config.tenant(), id).orElseThrow(() -> missing("document"));
    }

    /** Where there is none, the failure says how the task stands. */
    public StoredSummary summary(String document) {
        Document found = document(document);
        return results.summary(config.tenant(), found.id()).orElseThrow(() -> notReady(found, "summarize"));
    }

    /** Where there is none, the failure says how the task stands. */
    public StoredTranslation translation(String document, String language) {
        Document found = document(document);
        return results.translation(config.tenant(), found.id(), language)
                .orElseThrow(() -> notReady(found, "translate:" + language));
    }

    public List<StoredTranslation> translations(Document document) {
        return results.translations(config.tenant(), document.id());
    }

    public Optional<StoredSummary> summary(Document document) {
        return results.summary(config.tenant(), document.id());
    }

    public List<StoredClassification> classifications(Document document) {
        return results.classifications(config.tenant(), document.id());
    }

    /** Stops what is left of a job; one that is over stays as it is. */
    public Job cancel(String job) {
        JobId id = get(job).id();
        if (jobs.cancel(config.tenant(), id)) {
            stopping.stop(id, Stop.CANCEL);
        }
        return get(id);
    }

    private int pageSize(@Nullable Integer limit) {
        int most = config.limits().page();
        if (limit == null) {
            return Math.min(DEFAULT_PAGE, most);
        }
        if (limit < 1 || limit > most) {
            throw new FailureException(FailureCode.BAD_REQUEST, "A page has from 1 to " + most + " entries.");
        }
        return limit;
    }

    private static FailureException notReady(Document document, String label) {
        String reason = document.tasks().stream()
                .filter(task -> task.wanted().label().equals(label))
                .findFirst()
                .map(task -> "There is no result: the task " + label + " is " + task.state()
                        + task.failure()
                                .map(failure -> ", " + failure.code() + ": " + failure.reason())
                                .orElse("."))
                .orElse("This was not asked for.");
        return new FailureException(FailureCode.NOT_FOUND, reason);
    }

    private static JobId jobId(String text) {
        return parsed(text, JobId::parse, e -> missing("job"));
    }

    private static <T> T parsed(
            String text, Function<String, T> parser, Function<IllegalArgumentException, FailureException> failure) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw failure.apply(e);
        }
    }

    private static FailureException missing(String what) {
        return new FailureException(FailureCode.NOT_FOUND, "There is no such " + what + ".");
    }

    private static FailureException badCursor(@Nullable IllegalArgumentException cause) {
        return new FailureException(FailureCode.BAD_REQUEST, "This is no place in the list of jobs.", cause);
    }
}
