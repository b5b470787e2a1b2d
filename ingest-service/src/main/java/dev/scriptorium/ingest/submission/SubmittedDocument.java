package dev.scriptorium.ingest.submission;

/**
 * What a client says of a document beside its bytes.
 *
 * @param mediaType as declared; may be empty
 * @param language as declared; empty: that of the job, or detected
 */
public record SubmittedDocument(String fileName, String mediaType, String language) {}
