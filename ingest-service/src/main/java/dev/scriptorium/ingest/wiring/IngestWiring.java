package dev.scriptorium.ingest.wiring;

import dev.scriptorium.core.lifecycle.RetryPolicy;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.blob.FileBlobStore;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What depends on the configuration alone. */
@Singleton
class IngestWiring {

    @Produces
    @Singleton
    BlobStore blobs(IngestConfig config) {
        return new FileBlobStore(config.blobDirectory());
    }

    @Produces
    @Singleton
    RetryPolicy retryPolicy(IngestConfig config) {
        IngestConfig.Retry retry = config.retry();
        return new RetryPolicy(retry.attempts(), retry.base(), retry.cap());
    }
}
