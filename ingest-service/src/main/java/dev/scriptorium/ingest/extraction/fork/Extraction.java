package dev.scriptorium.ingest.extraction.fork;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.proto.ingest.v1.ExtractedPart;
import java.util.List;

/** How the extraction of a document ended. */
public sealed interface Extraction {

    /**
     * The document was read.
     *
     * @param parts at least one
     * @param unread what of the document was not read
     */
    record Extracted(String mediaType, List<ExtractedPart> parts, List<String> unread) implements Extraction {

        public Extracted {
            parts = List.copyOf(parts);
            unread = List.copyOf(unread);
        }
    }

    /** @param reason one plain sentence, without text of the document */
    record Refused(FailureCode code, String reason) implements Extraction {}
}
