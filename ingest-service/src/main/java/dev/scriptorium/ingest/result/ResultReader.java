package dev.scriptorium.ingest.result;

import dev.scriptorium.core.document.DocumentId;
import java.util.List;
import java.util.Optional;

/** Reads the results of a document. A tenant's results do not exist for another tenant. Safe for use by many threads. */
public interface ResultReader {

    Optional<StoredResult.StoredSummary> summary(String tenant, DocumentId document);

    Optional<StoredResult.StoredTranslation> translation(String tenant, DocumentId document, String targetLanguage);

    List<StoredResult.StoredTranslation> translations(String tenant, DocumentId document);

    List<StoredResult.StoredClassification> classifications(String tenant, DocumentId document);
}
