package dev.scriptorium.ingest.wiring;

import dev.scriptorium.core.lifecycle.RetryPolicy;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.Tenant;
import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.blob.FileBlobStore;
import dev.scriptorium.ingest.blob.S3BlobStore;
import dev.scriptorium.ingest.blob.StoreIdentity;
import dev.scriptorium.ingest.event.EventFeed;
import dev.scriptorium.ingest.http.BodyMemory;
import dev.scriptorium.ingest.job.JobStore;
import dev.scriptorium.ingest.jobs.JobQueries;
import dev.scriptorium.ingest.outbox.OutboxRelay;
import dev.scriptorium.ingest.progress.JobCanceller;
import dev.scriptorium.ingest.progress.JobRetrier;
import dev.scriptorium.ingest.progress.OpenDocuments;
import dev.scriptorium.ingest.progress.Reconciler;
import dev.scriptorium.ingest.result.ResultReader;
import dev.scriptorium.ingest.retention.Retention;
import dev.scriptorium.ingest.submission.AdmissionControl;
import dev.scriptorium.ingest.submission.JobSubmissions;
import dev.scriptorium.ingest.submission.OrphanCollector;
import dev.scriptorium.ingest.submission.ServedTasks;
import dev.scriptorium.ingest.submission.TaskLimits;
import dev.scriptorium.objectstore.S3Connection;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;

/** Reads the configuration and gives every class the values that it needs. */
@Singleton
class IngestWiring {

    @Produces
    @Singleton
    BlobStore blobs(IngestConfig config) {
        return config.s3()
                .bucket()
                .<BlobStore>map(bucket -> inBucket(bucket, config.s3()))
                .orElseGet(() -> new FileBlobStore(config.blobDirectory()));
    }

    private static S3BlobStore inBucket(String bucket, IngestConfig.S3 config) {
        S3Connection connection = new S3Connection(
                "scriptorium.ingest.s3",
                config.endpoint(),
                config.region(),
                new S3Connection.Key(config.accessKeyId(), config.secretAccessKey(), config.sessionToken()),
                config.patience());
        String prefix =
                config.prefix().isEmpty() || config.prefix().endsWith("/") ? config.prefix() : config.prefix() + "/";
        return new S3BlobStore(
                connection.open(AwsRetryStrategy.standardRetryStrategy()),
                new S3BlobStore.Bucket(bucket, prefix),
                config.temporaryFolder());
    }

    @Produces
    @Singleton
    StoreIdentity storeIdentity(BlobStore blobs, StoreIdentity.Record record) {
        return new StoreIdentity(blobs, record, () -> UUID.randomUUID().toString());
    }

    @Produces
    @Singleton
    RetryPolicy retryPolicy(IngestConfig config) {
        IngestConfig.Retry retry = config.retry();
        return new RetryPolicy(retry.attempts(), retry.base(), retry.cap());
    }

    @Produces
    @Singleton
    Reconciler.Times times(IngestConfig config) {
        return new Reconciler.Times(config.lease(), config.jobExpiry());
    }

    @Produces
    @Singleton
    OutboxRelay.Settings outboxSettings(IngestConfig config) {
        IngestConfig.Outbox outbox = config.outbox();
        return new OutboxRelay.Settings(
                outbox.batch(),
                outbox.acknowledgedWithin(),
                outbox.poll(),
                outbox.maxWaiting(),
                outbox.maxAge(),
                outbox.keepSent());
    }

    @Produces
    @Singleton
    EventFeed.Settings eventSettings(IngestConfig config) {
        IngestConfig.Events events = config.events();
        return new EventFeed.Settings(events.streams(), events.heartbeat(), events.keep());
    }

    @Produces
    @Singleton
    Retention.Settings retentionSettings(IngestConfig config) {
        return new Retention.Settings(new Tenant(config.tenant()), config.keepJobs());
    }

    @Produces
    @Singleton
    TaskLimits taskLimits(IngestConfig config, ServedTasks served) {
        return new TaskLimits(config.limits(), served);
    }

    @Produces
    @Singleton
    JobSubmissions jobSubmissions(
            IngestConfig config,
            BlobStore blobs,
            StoreIdentity identity,
            JobStore jobs,
            OutboxRelay relay,
            Clock clock,
            RandomGenerator random) {
        return new JobSubmissions(
                blobs,
                jobs,
                new AdmissionControl(relay, blobs, identity, config.storage().minFree()),
                config.limits(),
                new Tenant(config.tenant()),
                new JobSubmissions.Ids(clock, random));
    }

    @Produces
    @Singleton
    JobQueries jobQueries(
            IngestConfig config, JobStore jobs, ResultReader results, JobCanceller canceller, JobRetrier retrier) {
        return new JobQueries(
                jobs,
                results,
                canceller,
                retrier,
                new Tenant(config.tenant()),
                config.limits().page());
    }

    @Produces
    @Singleton
    JobRetrier jobRetrier(IngestConfig config, OpenDocuments documents, Clock clock, RandomGenerator random) {
        return new JobRetrier(documents, config.jobExpiry(), clock, random);
    }

    @Produces
    @Singleton
    OrphanCollector.OrphanAge orphanAge(IngestConfig config) {
        return new OrphanCollector.OrphanAge(config.storage().orphanAge());
    }

    @Produces
    @Singleton
    BodyMemory bodyMemory(IngestConfig config) {
        return new BodyMemory(config.http().bodyMemory().orElseGet(BodyMemory::ofThisProcess));
    }
}
