package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tika.detect.CompositeDetector;
import org.apache.tika.detect.Detector;
import org.apache.tika.detect.microsoft.POIFSContainerDetector;
import org.apache.tika.detect.zip.DefaultZipContainerDetector;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.HttpHeaders;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;

/**
 * Tells a document's format by its content. Name and declared type only choose between formats that the content allows:
 * a PDF that is called {@code .txt} is a PDF.
 */
final class FormatDetector {

    /** Formats that share an extension with a format that is read, by their common names. */
    private static final Map<String, String> RELATIVES = Map.ofEntries(
            Map.entry("application/vnd.ms-excel.sheet.2", "a workbook of Excel 2"),
            Map.entry("application/vnd.ms-excel.sheet.3", "a workbook of Excel 3"),
            Map.entry("application/vnd.ms-excel.sheet.4", "a workbook of Excel 4"),
            Map.entry("application/vnd.ms-excel.workspace.3", "a workspace of Excel 3"),
            Map.entry("application/vnd.ms-excel.workspace.4", "a workspace of Excel 4"),
            Map.entry("application/vnd.ms-excel.sheet.binary.macroenabled.12", "a binary workbook of Excel (xlsb)"),
            Map.entry("application/vnd.ms-spreadsheetml", "an XML workbook of Excel 2003"),
            Map.entry("application/vnd.ms-wordml", "an XML document of Word 2003"),
            Map.entry("application/vnd.ms-word2006ml", "a flat XML document of Word"),
            Map.entry("application/msword2", "a document of Word 2"),
            Map.entry("application/msword5", "a document of Word 5"),
            Map.entry("application/vnd.ms-works", "a document of Microsoft Works"),
            Map.entry("application/vnd.wordperfect", "a WordPerfect document"));

    private final MimeTypes types = MimeTypes.getDefaultMimeTypes();
    private final Detector detector = new CompositeDetector(
            types.getMediaTypeRegistry(),
            List.of(new POIFSContainerDetector(), new DefaultZipContainerDetector(), types));

    /** @throws FailureException TYPE_UNSUPPORTED, TYPE_MISMATCH or DOC_ENCRYPTED */
    DocumentFormat detect(TikaInputStream stream, SourceFile source) throws IOException {
        Metadata hints = new Metadata();
        if (!source.name().isEmpty()) {
            hints.set(TikaCoreProperties.RESOURCE_NAME_KEY, source.name());
        }
        if (!source.declaredMediaType().isEmpty()) {
            hints.set(HttpHeaders.CONTENT_TYPE, source.declaredMediaType());
        }
        MediaType detected = detector.detect(stream, hints);
        String type = detected.getBaseType().toString();
        if (type.equals("application/x-tika-ooxml-protected")) {
            throw new FailureException(FailureCode.DOC_ENCRYPTED, "The document is encrypted with a password.");
        } else if (type.equals("application/x-tika-ole-drm-encrypted")) {
            throw new FailureException(FailureCode.DOC_ENCRYPTED, "The document is protected by rights management.");
        }
        String relative = RELATIVES.get(type);
        if (relative != null) {
            throw new FailureException(
                    FailureCode.TYPE_UNSUPPORTED, "The content is " + relative + ", which is not read.");
        }
        Optional<DocumentFormat> promised = DocumentFormat.promisedBy(source.name(), source.declaredMediaType());
        Optional<DocumentFormat> found = DocumentFormat.ofMediaType(type);
        if (promised.filter(DocumentFormat::isBareText).isPresent() && mayBeBareText(detected, found, stream)) {
            return promised.get();
        }
        return found.orElseThrow(() -> promised.map(format -> new FailureException(
                        FailureCode.TYPE_MISMATCH,
                        "The name or the declared type says " + format.title() + ", but the content is " + named(type)
                                + "."))
                .orElseGet(() -> new FailureException(
                        FailureCode.TYPE_UNSUPPORTED, "The content is " + named(type) + ", which is not read.")));
    }

    /** What is called text stays text where it only happens to begin like source code, a mail or a snippet of HTML. */
    private static boolean mayBeBareText(MediaType detected, Optional<DocumentFormat> found, TikaInputStream stream)
            throws IOException {
        if (found.filter(DocumentFormat::isBareText).isPresent()) {
            return true;
        }
        boolean textual = detected.getType().equals("text")
                || found.filter(format -> format == DocumentFormat.EML || format == DocumentFormat.HTML)
                        .isPresent()
                || detected.equals(MediaType.OCTET_STREAM);
        byte[] start = new byte[8 * 1024];
        stream.mark(start.length);
        int length = stream.readNBytes(start, 0, start.length);
        stream.reset();
        String text = new String(start, 0, length, java.nio.charset.StandardCharsets.UTF_8);
        return textual && !TextContent.looksBinary(text) && !TextContent.isAnotherFormat(text) && !isUnreadable(text);
    }

    /** Bytes that are neither UTF-8 nor any old encoding of text, but come without a type that is known. */
    private static boolean isUnreadable(String text) {
        long replaced = text.chars().filter(c -> c == '\uFFFD').count();
        return text.isEmpty() || replaced * 3 > text.length();
    }

    private static String named(String type) {
        return type.equals("application/octet-stream") ? "of no known type" : type;
    }
}
