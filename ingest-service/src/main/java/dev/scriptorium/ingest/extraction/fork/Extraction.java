package dev.scriptorium.ingest.extraction.fork;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.proto.ingest.v1.ExtractedPart;
import dev.scriptorium.proto.ingest.v1.FileWritten;
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

    /**
     * Nothing was written; these are the stretches whose translations tell where codes belong.
     */
    record Stretches(List<String> stretches) implements Extraction {

        public Stretches {
            stretches = List.copyOf(stretches);
        }
    }

    /** The translated file was written. */
    record Written(FileWritten file) implements Extraction {}

    /** @param reason one plain sentence, without text of the document */
    record Refused(FailureCode code, String reason) implements Extraction {}
}
