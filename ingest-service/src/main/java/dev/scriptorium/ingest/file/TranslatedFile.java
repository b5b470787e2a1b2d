package dev.scriptorium.ingest.file;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.Sha256;

/**
 * A document in its own format in another language.
 *
 * @param report what a comparison with the original found, as JSON
 */
public record TranslatedFile(
        DocumentId document, String targetLanguage, Sha256 sha256, long size, String mediaType, String report) {

    /** The name of the original with the language in front of its extension: {@code report.de.docx}. */
    public static String name(String original, String language) {
        int dot = original.lastIndexOf('.');
        int slash = Math.max(original.lastIndexOf('/'), original.lastIndexOf('\\'));
        return dot <= slash + 1
                ? original + "." + language
                : original.substring(0, dot) + "." + language + original.substring(dot);
    }
}
