package dev.scriptorium.ingest.extraction.parse;

import java.util.List;

/**
 * What is known of a document once it was read.
 *
 * @param unread what of it was not read, for example {@code "attachment offer.pdf"}
 */
public record ParseResult(DocumentFormat format, List<String> unread) {

    public ParseResult {
        unread = List.copyOf(unread);
    }
}
