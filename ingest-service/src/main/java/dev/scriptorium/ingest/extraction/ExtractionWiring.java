package dev.scriptorium.ingest.extraction;

import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.extraction.fork.ForkPool;
import dev.scriptorium.ingest.extraction.parse.Limits;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one reader of documents, which the pipeline and the API share. */
@Singleton
class ExtractionWiring {

    @Produces
    @Singleton
    DocumentReader reader(ExtractionConfig config, BlobStore blobs, ForkPool forks) {
        Limits limits = new Limits(config.maxCharacters(), config.maxBlocks(), config.maxPages());
        return new DocumentReader(blobs, forks, limits);
    }
}
