package dev.scriptorium.ingest.grpc;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.extraction.DocumentTexts;
import dev.scriptorium.ingest.job.Document;
import dev.scriptorium.ingest.job.DocumentFilter;
import dev.scriptorium.ingest.job.FailureFilter;
import dev.scriptorium.ingest.job.Job;
import dev.scriptorium.ingest.job.JobFilter;
import dev.scriptorium.ingest.job.RequestedTasks;
import dev.scriptorium.ingest.jobs.JobQueries;
import dev.scriptorium.ingest.jobs.Page;
import dev.scriptorium.ingest.progress.JobRetrier;
import dev.scriptorium.ingest.submission.JobSubmission;
import dev.scriptorium.ingest.submission.JobSubmissions;
import dev.scriptorium.ingest.submission.TaskLimits;
import dev.scriptorium.proto.document.v1.Lane;
import dev.scriptorium.proto.ingest.v1.AddTasksRequest;
import dev.scriptorium.proto.ingest.v1.AddTasksResponse;
import dev.scriptorium.proto.ingest.v1.CancelJobRequest;
import dev.scriptorium.proto.ingest.v1.CancelJobResponse;
import dev.scriptorium.proto.ingest.v1.GetDocumentRequest;
import dev.scriptorium.proto.ingest.v1.GetDocumentResponse;
import dev.scriptorium.proto.ingest.v1.GetJobRequest;
import dev.scriptorium.proto.ingest.v1.GetJobResponse;
import dev.scriptorium.proto.ingest.v1.GetResultsRequest;
import dev.scriptorium.proto.ingest.v1.GetResultsResponse;
import dev.scriptorium.proto.ingest.v1.GetTextRequest;
import dev.scriptorium.proto.ingest.v1.GetTextResponse;
import dev.scriptorium.proto.ingest.v1.IngestService;
import dev.scriptorium.proto.ingest.v1.ListDocumentsRequest;
import dev.scriptorium.proto.ingest.v1.ListDocumentsResponse;
import dev.scriptorium.proto.ingest.v1.ListFailuresRequest;
import dev.scriptorium.proto.ingest.v1.ListFailuresResponse;
import dev.scriptorium.proto.ingest.v1.ListJobsRequest;
import dev.scriptorium.proto.ingest.v1.ListJobsResponse;
import dev.scriptorium.proto.ingest.v1.RerunJobRequest;
import dev.scriptorium.proto.ingest.v1.RerunJobResponse;
import dev.scriptorium.proto.ingest.v1.RetryFailuresRequest;
import dev.scriptorium.proto.ingest.v1.RetryFailuresResponse;
import dev.scriptorium.proto.ingest.v1.RetryJobRequest;
import dev.scriptorium.proto.ingest.v1.RetryJobResponse;
import dev.scriptorium.proto.ingest.v1.SubmitJobRequest;
import dev.scriptorium.proto.ingest.v1.SubmitJobResponse;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls of {@code scriptorium.ingest.v1.IngestService}, each on a worker thread. */
@GrpcService
public class IngestGrpcService implements IngestService {

    /** Messages of a stream, of at most 1 MiB each, that wait for the disk. */
    private static final int AHEAD = 4;

    private final JobSubmissions submissions;
    private final TaskLimits rules;
    private final JobQueries jobs;
    private final DocumentTexts texts;
    private final Clock clock;

    public IngestGrpcService(
            JobSubmissions submissions, TaskLimits rules, JobQueries jobs, DocumentTexts texts, Clock clock) {
        this.texts = texts;
        this.clock = clock;
        this.submissions = submissions;
        this.rules = rules;
        this.jobs = jobs;
    }

    @Override
    public Uni<SubmitJobResponse> submitJob(Multi<SubmitJobRequest> request) {
        SubmissionStream stream = new SubmissionStream(submissions, rules);
        return request.emitOn(Infrastructure.getDefaultWorkerPool(), AHEAD)
                .invoke(stream::accept)
                .collect()
                .last()
                .map(last -> {
                    JobSubmission.Submitted submitted = stream.finish();
                    return SubmitJobResponse.newBuilder()
                            .setJob(job(jobs.get(submitted.job())))
                            .setReplayed(submitted.replayed())
                            .build();
                })
                .onTermination()
                .invoke(stream::close);
    }

    @Override
    public Uni<GetJobResponse> getJob(GetJobRequest request) {
        return onWorker(() -> GetJobResponse.newBuilder()
                .setJob(job(jobs.get(request.getJobId())))
                .build());
    }

    @Override
    public Uni<ListJobsResponse> listJobs(ListJobsRequest request) {
        return onWorker(() -> {
            JobFilter filter = new JobFilter(
                    ProtoViews.states(request.getStatesList()),
                    request.hasCreatedFrom() ? ProtoViews.instant(request.getCreatedFrom()) : null,
                    request.hasCreatedBefore() ? ProtoViews.instant(request.getCreatedBefore()) : null,
                    request.getOldestFirst());
            Page<Job> page = jobs.list(filter, pageSize(request.getPageSize()), pageToken(request.getPageToken()));
            ListJobsResponse.Builder response =
                    ListJobsResponse.newBuilder().setNextPageToken(page.next().orElse(""));
            page.entries().forEach(job -> response.addJobs(job(job)));
            return response.build();
        });
    }

    @Override
    public Uni<ListDocumentsResponse> listDocuments(ListDocumentsRequest request) {
        return onWorker(() -> {
            Page<Document> page = jobs.documents(
                    request.getJobId(),
                    new DocumentFilter(
                            ProtoViews.states(request.getStatesList()),
                            request.getFileName().isEmpty() ? null : request.getFileName(),
                            request.getCustomId().isEmpty() ? null : request.getCustomId(),
                            FailureFilter.parse(request.getCodesList(), List.of())
                                    .codes()),
                    pageSize(request.getPageSize()),
                    pageToken(request.getPageToken()));
            ListDocumentsResponse.Builder response = ListDocumentsResponse.newBuilder()
                    .setNextPageToken(page.next().orElse(""));
            page.entries().forEach(document -> response.addDocuments(ProtoViews.document(document)));
            return response.build();
        });
    }

    @Override
    public Uni<GetDocumentResponse> getDocument(GetDocumentRequest request) {
        return onWorker(() -> GetDocumentResponse.newBuilder()
                .setDocument(ProtoViews.document(jobs.document(request.getDocumentId())))
                .build());
    }

    /** A message for each part of about 1 MiB at most. */
    @Override
    public Multi<GetTextResponse> getText(GetTextRequest request) {
        return onWorker(() -> ProtoViews.text(texts.read(jobs.document(request.getDocumentId()))))
                .onItem()
                .transformToMulti(Multi.createFrom()::iterable);
    }

    @Override
    public Uni<GetResultsResponse> getResults(GetResultsRequest request) {
        return onWorker(() -> {
            Document document = jobs.document(request.getDocumentId());
            GetResultsResponse.Builder response = GetResultsResponse.newBuilder();
            jobs.summary(document).ifPresent(summary -> response.setSummary(ProtoViews.summary(summary)));
            jobs.translations(document).forEach(t -> response.addTranslations(ProtoViews.translation(t)));
            jobs.classifications(document).forEach(c -> response.addClassifications(ProtoViews.classification(c)));
            return response.build();
        });
    }

    @Override
    public Uni<CancelJobResponse> cancelJob(CancelJobRequest request) {
        return onWorker(() -> CancelJobResponse.newBuilder()
                .setJob(job(jobs.cancel(request.getJobId())))
                .build());
    }

    @Override
    public Uni<RetryJobResponse> retryJob(RetryJobRequest request) {
        return onWorker(() -> RetryJobResponse.newBuilder()
                .setJob(job(jobs.retry(
                        request.getJobId(), FailureFilter.parse(request.getCodesList(), request.getTasksList()))))
                .build());
    }

    @Override
    public Uni<RetryFailuresResponse> retryFailures(RetryFailuresRequest request) {
        return onWorker(() -> {
            JobRetrier.Retried retried =
                    jobs.retryAll(FailureFilter.parse(request.getCodesList(), request.getTasksList()));
            return RetryFailuresResponse.newBuilder()
                    .setJobs(retried.jobs())
                    .setDocuments(retried.documents())
                    .build();
        });
    }

    @Override
    public Uni<ListFailuresResponse> listFailures(ListFailuresRequest request) {
        return onWorker(() -> {
            ListFailuresResponse.Builder response = ListFailuresResponse.newBuilder();
            jobs.failures()
                    .forEach(count -> response.addFailuresBuilder()
                            .setCode(count.code())
                            .setStage(count.stage())
                            .setTasks(count.tasks())
                            .setDocuments(count.documents())
                            .setJobs(count.jobs())
                            .setNewest(ProtoViews.timestamp(count.newest())));
            return response.build();
        });
    }

    @Override
    public Uni<AddTasksResponse> addTasks(AddTasksRequest request) {
        return onWorker(() -> {
            if (!request.getTasks().getSourceLanguage().isEmpty()) {
                throw new FailureException(
                        FailureCode.BAD_REQUEST,
                        "source_language is that of the job; it cannot be given with further tasks.");
            }
            RequestedTasks more = TaskRequests.check(rules, request.getTasks(), Lane.LANE_UNSPECIFIED);
            return AddTasksResponse.newBuilder()
                    .setJob(job(jobs.add(request.getJobId(), more)))
                    .build();
        });
    }

    @Override
    public Uni<RerunJobResponse> rerunJob(RerunJobRequest request) {
        return onWorker(() -> {
            Job of = jobs.get(request.getJobId());
            JobSubmission.Submitted submitted = submissions.again(
                    of.id(),
                    jobs.documents(
                            of, new DocumentFilter(ProtoViews.states(request.getStatesList()), null, null, Set.of())),
                    TaskRequests.check(rules, request.getTasks(), request.getLane()),
                    request.getIdempotencyKey().isEmpty() ? null : request.getIdempotencyKey());
            return RerunJobResponse.newBuilder()
                    .setJob(job(jobs.get(submitted.job())))
                    .setReplayed(submitted.replayed())
                    .build();
        });
    }

    private dev.scriptorium.proto.ingest.v1.Job job(Job job) {
        return ProtoViews.job(job, clock.instant());
    }

    private static @Nullable Integer pageSize(int given) {
        return given == 0 ? null : Integer.valueOf(given);
    }

    private static @Nullable String pageToken(String given) {
        return given.isEmpty() ? null : given;
    }

    private static <T> Uni<T> onWorker(Supplier<T> answer) {
        return Uni.createFrom().item(answer).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
