package dev.scriptorium.file;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats in which a translated file comes back. */
public enum FileFormat {
    DOCX(
            "Word",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Kind.ARCHIVE,
            Lines.HARD,
            "docx",
            "docm",
            "dotx"),
    PPTX(
            "PowerPoint",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Kind.ARCHIVE,
            Lines.HARD,
            "pptx",
            "pptm",
            "ppsx"),
    XLSX(
            "Excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Kind.ARCHIVE,
            Lines.HARD,
            "xlsx",
            "xlsm"),
    ODT("OpenDocument text", "application/vnd.oasis.opendocument.text", Kind.ARCHIVE, Lines.SOFT, "odt"),
    ODS("OpenDocument spreadsheet", "application/vnd.oasis.opendocument.spreadsheet", Kind.ARCHIVE, Lines.SOFT, "ods"),
    ODP(
            "OpenDocument presentation",
            "application/vnd.oasis.opendocument.presentation",
            Kind.ARCHIVE,
            Lines.SOFT,
            "odp"),
    HTML("HTML", "text/html", Kind.MARKUP, Lines.SOFT, "html", "htm", "xhtml"),
    MARKDOWN("Markdown", "text/markdown", Kind.TEXT, Lines.SOFT, "md", "markdown"),
    TEXT("plain text", "text/plain", Kind.TEXT, Lines.SOFT, "txt", "text", "log"),
    CSV("CSV", "text/csv", Kind.TEXT, Lines.HARD, "csv", "tsv"),
    XLIFF("XLIFF", "application/x-xliff+xml", Kind.MARKUP, Lines.HARD, "xlf", "xliff"),
    PO("gettext PO", "text/x-gettext-translation", Kind.TEXT, Lines.HARD, "po", "pot"),
    PROPERTIES("Java properties", "text/x-java-properties", Kind.TEXT, Lines.HARD, "properties"),
    JSON("JSON", "application/json", Kind.TEXT, Lines.HARD, "json"),
    YAML("YAML", "application/yaml", Kind.TEXT, Lines.HARD, "yaml", "yml"),
    SRT("SubRip subtitles", "application/x-subrip", Kind.TEXT, Lines.SOFT, "srt"),
    VTT("WebVTT subtitles", "text/vtt", Kind.TEXT, Lines.SOFT, "vtt");

    private final String title;
    private final String mediaType;
    private final Kind kind;
    private final Lines lines;
    private final List<String> extensions;

    /** What the bytes are. */
    enum Kind {
        /** A zip archive of XML and other entries. */
        ARCHIVE,
        /** XML or HTML. */
        MARKUP,
        /** Text of any other form. */
        TEXT
    }

    /** What a line break inside a text unit means. */
    enum Lines {
        /** It separates two texts, as in the value of a key. */
        HARD,
        /** It is white space; a translation is broken at other places. */
        SOFT
    }

    FileFormat(String title, String mediaType, Kind kind, Lines lines, String... extensions) {
        this.title = title;
        this.mediaType = mediaType;
        this.kind = kind;
        this.lines = lines;
        this.extensions = List.of(extensions);
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** The usual media type, without parameters. */
    public String mediaType() {
        return mediaType;
    }

    /** In lower case, without a dot, the usual one first. */
    public List<String> extensions() {
        return extensions;
    }

    Kind kind() {
        return kind;
    }

    Lines lines() {
        return lines;
    }

    /** Whether a file holds texts and their translations beside each other. */
    boolean isBilingual() {
        return this == XLIFF || this == PO;
    }

    /** Whether its texts are values, among which are codes. */
    boolean holdsValues() {
        return switch (this) {
            case XLSX, ODS, CSV, PROPERTIES, JSON, YAML -> true;
            default -> false;
        };
    }

    /** Whether it is known by its name only, because its content is text like any other. */
    public boolean isNamedText() {
        return kind == Kind.TEXT;
    }

    /** The format that a file's name promises. */
    public static Optional<FileFormat> ofName(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> name.indexOf('.') >= 0 && format.extensions.contains(extension))
                .findFirst();
    }

    /** The format with this media type; parameters do not count. */
    public static Optional<FileFormat> ofMediaType(String mediaType) {
        String base = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.mediaType.equals(base))
                .findFirst();
    }
}
