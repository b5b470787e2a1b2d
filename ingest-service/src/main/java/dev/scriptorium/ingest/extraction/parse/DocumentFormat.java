package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.file.FileFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The formats that are read, and no others. */
public enum DocumentFormat {
    TEXT("plain text", List.of("text/plain", "text/x-log"), List.of("txt", "text", "log")),
    MARKDOWN("Markdown", List.of("text/markdown", "text/x-web-markdown"), List.of("md", "markdown")),
    CSV("CSV", List.of("text/csv", "text/tab-separated-values"), List.of("csv", "tsv")),
    HTML("HTML", List.of("text/html", "application/xhtml+xml"), List.of("html", "htm", "xhtml")),
    PDF("PDF", List.of("application/pdf"), List.of("pdf")),
    DOCX(
            "Word",
            List.of(
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
                    "application/vnd.ms-word.document.macroenabled.12"),
            List.of("docx", "dotx", "docm")),
    PPTX(
            "PowerPoint",
            List.of(
                    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                    "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
                    "application/vnd.ms-powerpoint.presentation.macroenabled.12"),
            List.of("pptx", "ppsx", "pptm")),
    XLSX(
            "Excel",
            List.of(
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    "application/vnd.ms-excel.sheet.macroenabled.12"),
            List.of("xlsx", "xlsm")),
    DOC("Word 97", List.of("application/msword"), List.of("doc", "dot")),
    PPT("PowerPoint 97", List.of("application/vnd.ms-powerpoint"), List.of("ppt", "pps")),
    XLS("Excel 97", List.of("application/vnd.ms-excel"), List.of("xls")),
    ODT("OpenDocument text", List.of("application/vnd.oasis.opendocument.text"), List.of("odt")),
    ODS("OpenDocument spreadsheet", List.of("application/vnd.oasis.opendocument.spreadsheet"), List.of("ods")),
    ODP("OpenDocument presentation", List.of("application/vnd.oasis.opendocument.presentation"), List.of("odp")),
    RTF("RTF", List.of("application/rtf", "text/rtf"), List.of("rtf")),
    EML("e-mail", List.of("message/rfc822", "application/mbox"), List.of("eml", "mbox")),
    XLIFF("XLIFF", List.of("application/x-xliff+xml", "application/xliff+xml"), List.of("xlf", "xliff")),
    PO("gettext PO", List.of("text/x-gettext-translation", "text/x-po"), List.of("po", "pot")),
    PROPERTIES("Java properties", List.of("text/x-java-properties"), List.of("properties")),
    JSON("JSON", List.of("application/json"), List.of("json")),
    YAML("YAML", List.of("application/yaml", "text/x-yaml", "application/x-yaml"), List.of("yaml", "yml")),
    SRT("SubRip subtitles", List.of("application/x-subrip"), List.of("srt")),
    VTT("WebVTT subtitles", List.of("text/vtt"), List.of("vtt"));

    private static final Map<String, DocumentFormat> BY_MEDIA_TYPE = index(format -> format.mediaTypes);
    private static final Map<String, DocumentFormat> BY_EXTENSION = index(format -> format.extensions);

    private final String title;
    private final List<String> mediaTypes;
    private final List<String> extensions;

    DocumentFormat(String title, List<String> mediaTypes, List<String> extensions) {
        this.title = title;
        this.mediaTypes = mediaTypes;
        this.extensions = extensions;
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** The usual media type, without parameters. */
    public String mediaType() {
        return mediaTypes.getFirst();
    }

    /** Whether it is text to the eye, without any container: then only its name tells what it is. */
    public boolean isBareText() {
        return this == TEXT || this == MARKDOWN || this == CSV || hasUnitsOnly() && this != XLIFF;
    }

    /** Whether it is read by its text units, whatever is wanted. */
    boolean hasUnitsOnly() {
        return ordinal() >= XLIFF.ordinal();
    }

    /** The format as a translated file has it; empty where none is written. */
    Optional<FileFormat> file() {
        return Arrays.stream(FileFormat.values())
                .filter(format -> format.name().equals(name()))
                .findFirst();
    }

    public static Optional<DocumentFormat> ofMediaType(String mediaType) {
        String base = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Optional.ofNullable(BY_MEDIA_TYPE.get(base));
    }

    /** What the name or, where that says nothing, the declared media type promises. */
    public static Optional<DocumentFormat> promisedBy(String name, String declaredMediaType) {
        int dot = name.lastIndexOf('.');
        Optional<DocumentFormat> byName =
                Optional.ofNullable(BY_EXTENSION.get(name.substring(dot + 1).toLowerCase(Locale.ROOT)));
        return dot < 0 || byName.isEmpty() ? ofMediaType(declaredMediaType) : byName;
    }

    private static Map<String, DocumentFormat> index(Function<DocumentFormat, List<String>> keys) {
        return Arrays.stream(values())
                .flatMap(format -> keys.apply(format).stream().map(key -> Map.entry(key, format)))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
