package dev.scriptorium.ingest.grpc;

import dev.scriptorium.ingest.job.Document;
import dev.scriptorium.ingest.job.DocumentFilter;
import dev.scriptorium.ingest.job.Job;
import dev.scriptorium.ingest.job.JobFilter;
import dev.scriptorium.ingest.jobs.JobQueries;
import dev.scriptorium.ingest.jobs.Page;
import dev.scriptorium.ingest.submission.JobSubmission;
import dev.scriptorium.ingest.submission.JobSubmissions;
import dev.scriptorium.ingest.submission.TaskLimits;
import dev.scriptorium.proto.ingest.v1.CancelJobRequest;
import dev.scriptorium.proto.ingest.v1.CancelJobResponse;
import dev.scriptorium.proto.ingest.v1.GetDocumentRequest;
import dev.scriptorium.proto.ingest.v1.GetDocumentResponse;
import dev.scriptorium.proto.ingest.v1.GetJobRequest;
import dev.scriptorium.proto.ingest.v1.GetJobResponse;
import dev.scriptorium.proto.ingest.v1.GetResultsRequest;
import dev.scriptorium.proto.ingest.v1.GetResultsResponse;
import dev.scriptorium.proto.ingest.v1.IngestService;
import dev.scriptorium.proto.ingest.v1.ListDocumentsRequest;
import dev.scriptorium.proto.ingest.v1.ListDocumentsResponse;
import dev.scriptorium.proto.ingest.v1.ListJobsRequest;
import dev.scriptorium.proto.ingest.v1.ListJobsResponse;
import dev.scriptorium.proto.ingest.v1.RetryJobRequest;
import dev.scriptorium.proto.ingest.v1.RetryJobResponse;
import dev.scriptorium.proto.ingest.v1.SubmitJobRequest;
import dev.scriptorium.proto.ingest.v1.SubmitJobResponse;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Clock;
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
    private final Clock clock;

    public IngestGrpcService(JobSubmissions submissions, TaskLimits rules, JobQueries jobs, Clock clock) {
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
                            request.getFileName().isEmpty() ? null : request.getFileName()),
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
                .setJob(job(jobs.retry(request.getJobId())))
                .build());
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
