package dev.scriptorium.ingest.extraction.fork;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.proto.ingest.v1.ExtractedPart;
import java.util.List;

/** How the extraction of a document ended. */
public sealed interface Extraction {

    /** @param parts at least one */
    record Extracted(String mediaType, List<ExtractedPart> parts) implements Extraction {

        public Extracted {
            parts = List.copyOf(parts);
        }
    }

    /** @param reason one plain sentence, without text of the document */
    record Refused(FailureCode code, String reason) implements Extraction {}
}
