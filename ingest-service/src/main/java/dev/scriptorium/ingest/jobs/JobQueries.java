package dev.scriptorium.ingest.jobs;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.StopReason;
import dev.scriptorium.ingest.Tenant;
import dev.scriptorium.ingest.job.Document;
import dev.scriptorium.ingest.job.DocumentFilter;
import dev.scriptorium.ingest.job.FailureCount;
import dev.scriptorium.ingest.job.FailureFilter;
import dev.scriptorium.ingest.job.Job;
import dev.scriptorium.ingest.job.JobFilter;
import dev.scriptorium.ingest.job.JobStore;
import dev.scriptorium.ingest.job.RequestedTasks;
import dev.scriptorium.ingest.progress.JobCanceller;
import dev.scriptorium.ingest.progress.JobRetrier;
import dev.scriptorium.ingest.result.ResultReader;
import dev.scriptorium.ingest.result.StoredResult.StoredClassification;
import dev.scriptorium.ingest.result.StoredResult.StoredSummary;
import dev.scriptorium.ingest.result.StoredResult.StoredTranslation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Jobs, their documents and results, for the tenant of the request. What does not exist fails with {@code NOT_FOUND}. */
public final class JobQueries {

    private static final int DEFAULT_PAGE = 100;
    private static final int AHEAD = 100;

    private final JobStore jobs;
    private final ResultReader results;
    private final JobCanceller canceller;
    private final JobRetrier retrier;
    private final Tenant tenant;
    private final int maxPage;

    /** @param maxPage the most entries of a page */
    public JobQueries(
            JobStore jobs,
            ResultReader results,
            JobCanceller canceller,
            JobRetrier retrier,
            Tenant tenant,
            int maxPage) {
        this.jobs = jobs;
        this.results = results;
        this.canceller = canceller;
        this.retrier = retrier;
        this.tenant = tenant;
        this.maxPage = maxPage;
    }

    public Job get(String job) {
        return get(jobId(job));
    }

    public Job get(JobId job) {
        return jobs.find(tenant.id(), job).orElseThrow(() -> missing("job"));
    }

    /** A page of jobs, from the one after which the token points. */
    public Page<Job> list(JobFilter filter, @Nullable Integer pageSize, @Nullable String pageToken) {
        int size = pageSize(pageSize);
        Optional<JobId> after =
                Optional.ofNullable(pageToken).map(text -> parsed(text, JobId::parse, JobQueries::badToken));
        after.ifPresent(job -> jobs.find(tenant.id(), job).orElseThrow(() -> badToken(null)));
        List<Job> found = jobs.list(tenant.id(), filter, after, size + 1);
        return Page.of(found, size, (last, next) -> last.id().toString());
    }

    public Page<Document> documents(
            String job, DocumentFilter filter, @Nullable Integer pageSize, @Nullable String pageToken) {
        int size = pageSize(pageSize);
        Job found = get(job);
        int from = pageToken == null ? 0 : Cursor.decode(pageToken, found.id()).position();
        List<Document> documents = jobs.documents(tenant.id(), found.id(), filter, from, size + 1);
        return Page.of(documents, size, (last, next) -> new Cursor(found.id(), next.position()).encode());
    }

    public Document document(String document) {
        DocumentId id = parsed(document, DocumentId::parse, e -> missing("document"));
        return jobs.document(tenant.id(), id).orElseThrow(() -> missing("document"));
    }

    /** Fails with {@code RESULT_PENDING} while the task runs, and with the task's own failure where it failed. */
    public StoredSummary summary(String document) {
        Document found = document(document);
        return results.summary(tenant.id(), found.id()).orElseThrow(() -> withoutResult(found, "summarize"));
    }

    /** Fails as {@link #summary(String)} does. */
    public StoredTranslation translation(String document, String language) {
        Document found = document(document);
        return results.translation(tenant.id(), found.id(), language)
                .orElseThrow(() -> withoutResult(found, "translate:" + language));
    }

    public List<StoredTranslation> translations(Document document) {
        return results.translations(tenant.id(), document.id());
    }

    public Optional<StoredSummary> summary(Document document) {
        return results.summary(tenant.id(), document.id());
    }

    public List<StoredClassification> classifications(Document document) {
        return results.classifications(tenant.id(), document.id());
    }

    /** Stops the rest of a job; a finished one stays as it is. */
    public Job cancel(String job) {
        JobId id = get(job).id();
        if (jobs.cancel(tenant.id(), id)) {
            canceller.stop(id, StopReason.CANCEL);
        }
        return get(id);
    }

    /** Retries failed tasks of a job; fails as {@link JobRetrier#retry} does. */
    public Job retry(String job, FailureFilter which) {
        Job found = get(job);
        retrier.retry(found, which);
        return get(found.id());
    }

    /** Retries the failed tasks of all jobs that have one of the codes. */
    public JobRetrier.Retried retryAll(FailureFilter which) {
        if (which.codes().isEmpty()) {
            throw new FailureException(FailureCode.BAD_REQUEST, "code must be given, at least once.");
        }
        return retrier.retryAll(tenant.id(), which);
    }

    /** Adds tasks to all documents of a finished job; fails as {@link JobRetrier#add} does. */
    public Job add(String job, RequestedTasks tasks) {
        Job found = get(job);
        retrier.add(found, tasks.tasks());
        return get(found.id());
    }

    /** All documents of a job that the filter lets pass, in their order. */
    public List<Document> documents(Job job, DocumentFilter filter) {
        List<Document> all = new ArrayList<>();
        List<Document> page;
        do {
            int from = all.isEmpty() ? 0 : all.getLast().position() + 1;
            page = jobs.documents(tenant.id(), job.id(), filter, from, maxPage);
            all.addAll(page);
        } while (page.size() == maxPage);
        return all;
    }

    /** The documents of a job one after the other, in their order; a page of them is in memory at a time. */
    public Iterator<Document> each(Job job, DocumentFilter filter) {
        return Stream.iterate(
                        jobs.documents(tenant.id(), job.id(), filter, 0, AHEAD),
                        page -> !page.isEmpty(),
                        page -> page.size() < AHEAD
                                ? List.of()
                                : jobs.documents(
                                        tenant.id(),
                                        job.id(),
                                        filter,
                                        page.getLast().position() + 1,
                                        AHEAD))
                .flatMap(List::stream)
                .iterator();
    }

    /** What the job wants for each document, such as {@code translate:de}. */
    public List<String> tasks(Job job) {
        return jobs.documents(tenant.id(), job.id(), DocumentFilter.ALL, 0, 1).stream()
                .flatMap(document -> document.tasks().stream())
                .map(task -> task.wanted().label())
                .toList();
    }

    public List<FailureCount> failures() {
        return jobs.failures(tenant.id());
    }

    private int pageSize(@Nullable Integer pageSize) {
        if (pageSize == null) {
            return Math.min(DEFAULT_PAGE, maxPage);
        }
        if (pageSize < 1 || pageSize > maxPage) {
            throw new FailureException(FailureCode.BAD_REQUEST, "pageSize must be from 1 to " + maxPage + ".");
        }
        return pageSize;
    }

    private static FailureException withoutResult(Document document, String label) {
        Document.TaskStatus task = document.tasks().stream()
                .filter(status -> status.wanted().label().equals(label))
                .findFirst()
                .orElseThrow(() -> new FailureException(
                        FailureCode.NOT_FOUND, "The job of this document did not request " + label + "."));
        if (!task.state().isTerminal()) {
            return new FailureException(
                    FailureCode.RESULT_PENDING, "The task " + label + " is " + task.state() + "; ask again later.");
        }
        return new FailureException(
                FailureCode.NOT_FOUND,
                "The task " + label + " has no result: it is " + task.state()
                        + task.failure()
                                .map(failure -> ", " + failure.code() + ": " + failure.reason())
                                .orElse("."));
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
        return new FailureException(FailureCode.NOT_FOUND, "No " + what + " has this id.");
    }

    private static FailureException badToken(@Nullable IllegalArgumentException cause) {
        return new FailureException(FailureCode.BAD_REQUEST, "Invalid pageToken for the list of jobs.", cause);
    }
}
