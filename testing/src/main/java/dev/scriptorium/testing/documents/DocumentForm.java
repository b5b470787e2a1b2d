package dev.scriptorium.testing.documents;

import java.util.function.Function;

/** The file formats that a {@link SimpleDocument} can be written in. */
public enum DocumentForm {
    TXT("text/plain", TextForms::text),
    MD("text/markdown", TextForms::markdown),
    HTML("text/html", TextForms::html),
    CSV("text/csv", TextForms::csv),
    RTF("application/rtf", TextForms::rtf),
    EML("message/rfc822", TextForms::mail),
    PDF("application/pdf", PdfForm::write),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", OfficeForms::docx),
    PPTX("application/vnd.openxmlformats-officedocument.presentationml.presentation", OfficeForms::pptx),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", OfficeForms::xlsx),
    ODT("application/vnd.oasis.opendocument.text", OfficeForms::odt);

    private final String mediaType;
    private final Function<SimpleDocument, byte[]> writer;

    DocumentForm(String mediaType, Function<SimpleDocument, byte[]> writer) {
        this.mediaType = mediaType;
        this.writer = writer;
    }

    public String mediaType() {
        return mediaType;
    }

    public String extension() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The same bytes for the same document, always. */
    public byte[] write(SimpleDocument document) {
        return writer.apply(document);
    }
}
