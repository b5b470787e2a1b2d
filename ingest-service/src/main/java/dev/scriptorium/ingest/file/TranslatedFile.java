package dev.scriptorium.ingest.file;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.Sha256;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

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

    /** The value of Content-Disposition for this file, as RFC 8187 wants it; of a path, the last part. */
    public String attachment(String original) {
        String name = name(original, targetLanguage);
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return "attachment; filename*=UTF-8''"
                + URLEncoder.encode(last, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A");
    }
}
