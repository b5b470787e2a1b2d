package dev.scriptorium.ingest.submission;

/**
 * What a client says of a document beside its bytes.
 *
 * @param customId the client's own name for it, unique in its job; may be empty
 * @param mediaType as declared; may be empty
 * @param language as declared; empty: that of the job, or detected
 */
public record SubmittedDocument(String customId, String fileName, String mediaType, String language) {}
