package dev.scriptorium.ingest.grpc;

import dev.scriptorium.ingest.accept.Door;
import dev.scriptorium.ingest.accept.WantedRules;
import dev.scriptorium.ingest.job.Document;
import dev.scriptorium.ingest.query.Jobs;
import dev.scriptorium.ingest.query.Page;
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
import dev.scriptorium.proto.ingest.v1.SubmitJobRequest;
import dev.scriptorium.proto.ingest.v1.SubmitJobResponse;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.function.Supplier;

/** The calls of {@code scriptorium.ingest.v1.IngestService}, each on a worker thread. */
@GrpcService
public class IngestGrpcService implements IngestService {

    /** Messages of a stream, of at most 1 MiB each, that wait for the disk. */
    private static final int AHEAD = 4;

    private final Door door;
    private final WantedRules rules;
    private final Jobs jobs;

    public IngestGrpcService(Door door, WantedRules rules, Jobs jobs) {
        this.door = door;
        this.rules = rules;
        this.jobs = jobs;
    }

    @Override
    public Uni<SubmitJobResponse> submitJob(Multi<SubmitJobRequest> request) {
        SubmissionStream stream = new SubmissionStream(door, rules);
        return request.emitOn(Infrastructure.getDefaultWorkerPool(), AHEAD)
                .invoke(stream::accept)
                .collect()
                .last()
                .map(last -> SubmitJobResponse.newBuilder()
                        .setJob(ProtoViews.job(jobs.get(stream.finish())))
                        .build())
                .onTermination()
                .invoke(stream::close);
    }

    @Override
    public Uni<GetJobResponse> getJob(GetJobRequest request) {
        return onWorker(() -> GetJobResponse.newBuilder()
                .setJob(ProtoViews.job(jobs.get(request.getJobId())))
                .build());
    }

    @Override
    public Uni<ListDocumentsResponse> listDocuments(ListDocumentsRequest request) {
        return onWorker(() -> {
            Page<Document> page = jobs.documents(
                    request.getJobId(),
                    request.getPageSize() == 0 ? null : Integer.valueOf(request.getPageSize()),
                    request.getPageToken().isEmpty() ? null : request.getPageToken());
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
                .setJob(ProtoViews.job(jobs.cancel(request.getJobId())))
                .build());
    }

    private static <T> Uni<T> onWorker(Supplier<T> answer) {
        return Uni.createFrom().item(answer).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
