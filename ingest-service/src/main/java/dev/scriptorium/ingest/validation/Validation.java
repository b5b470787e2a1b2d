package dev.scriptorium.ingest.validation;

import dev.scriptorium.core.failure.FailureException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a job would be made of.
 *
 * @param missing what no model can do
 */
public record Validation(List<CheckedDocument> documents, List<Missing> missing) {

    public Validation {
        documents = List.copyOf(documents);
        missing = List.copyOf(missing);
    }

    /** Whether every document is read and every task can be done. */
    public boolean isValid() {
        return missing.isEmpty()
                && documents.stream().allMatch(document -> document.failure().isEmpty());
    }

    /**
     * A document as it was read.
     *
     * @param text empty where it was not read
     * @param failure why it was not read
     */
    public record CheckedDocument(
            String customId, String fileName, long size, Optional<Text> text, Optional<FailureException> failure) {}

    /**
     * The text of a document.
     *
     * @param pages the last one with text; empty where the format has none
     * @param characters Unicode code points
     * @param language as declared, or else as detected; empty where none is recognised
     */
    public record Text(
            String mediaType,
            OptionalInt pages,
            long characters,
            Optional<String> language,
            long estimatedTokens,
            List<String> unread) {

        public Text {
            unread = List.copyOf(unread);
        }
    }

    /**
     * A task that no model can do.
     *
     * @param task such as {@code translate:de}
     * @param language of the documents; empty where it does not matter
     */
    public record Missing(String task, String language, FailureException failure) {}
}
