package dev.scriptorium.ingest.file;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.document.TaskId;
import java.util.List;

/**
 * A file that is to be made: all its texts are translated.
 *
 * @param attempt from 1
 * @param language of the original, as declared or detected; may be empty
 * @param parts of the translated text
 * @param segmentsJson an array for each part
 */
public record FileBuild(
        TaskId task,
        DocumentId document,
        int attempt,
        String tenant,
        String fileName,
        String declaredMediaType,
        Sha256 original,
        String language,
        String targetLanguage,
        int parts,
        List<String> segmentsJson) {

    public FileBuild {
        segmentsJson = List.copyOf(segmentsJson);
    }
}
