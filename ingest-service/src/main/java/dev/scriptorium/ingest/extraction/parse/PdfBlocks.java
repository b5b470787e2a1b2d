package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDButton;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;
import org.apache.pdfbox.pdmodel.interactive.form.PDTerminalField;

/** A PDF: its text by {@link PdfLayout}, then the values of its form. */
final class PdfBlocks {

    private static final Pattern OBJECT = Pattern.compile("\\d+ \\d+ obj\\b");
    private static final String END = "%%EOF";

    private PdfBlocks() {}

    static void read(Path file, PartWriter out) throws IOException {
        checkEnd(file);
        try (PDDocument pdf = Loader.loadPDF(new File(file.toString()))) {
            int pages = pdf.getNumberOfPages();
            if (pages == 0) {
                throw new FailureException(FailureCode.DOC_CORRUPT, "The PDF has no pages.");
            }
            out.page(pages);
            PdfText text = new PdfText();
            text.writeText(pdf, Writer.nullWriter());
            write(text.lines(), out);
            form(pdf, out);
            noteUnread(pdf, text.lines(), out);
        } catch (InvalidPasswordException e) {
            throw new FailureException(FailureCode.DOC_ENCRYPTED, "The document is encrypted with a password.", e);
        }
    }

    /** Each header and footer once, where it first stands; no page numbers, which the places of the blocks tell. */
    private static void write(List<PdfLine> lines, PartWriter out) {
        PdfRunningText running = new PdfRunningText(lines);
        List<PdfLayout.Unit> units = new PdfLayout(
                        lines.stream().filter(line -> !running.isRunning(line)).toList())
                .units();
        Set<String> seen = new HashSet<>();
        List<PdfLine> headers = new ArrayList<>(lines.stream()
                .filter(line -> running.isRunning(line) && !running.isPageNumber(line))
                .filter(line -> seen.add(line.text().strip()))
                .toList());
        for (PdfLayout.Unit unit : units) {
            while (!headers.isEmpty() && headers.getFirst().page() <= unit.page()) {
                header(headers.removeFirst(), out);
            }
            Place place =
                    Place.newBuilder().setPage(unit.page()).setPath(unit.path()).build();
            out.add(unit.kind(), place, unit.text(), unit.boilerplate());
        }
        headers.forEach(header -> header(header, out));
    }

    private static void header(PdfLine line, PartWriter out) {
        Place place = Place.newBuilder().setPage(line.page()).build();
        out.add(BlockKind.BLOCK_KIND_PARAGRAPH, place, line.text(), true);
    }

    private static void form(PDDocument pdf, PartWriter out) {
        PDAcroForm form = pdf.getDocumentCatalog().getAcroForm(null);
        if (form == null) {
            return;
        }
        for (PDField field : form.getFieldTree()) {
            if (field instanceof PDTerminalField && !(field instanceof PDButton)) {
                String value = field.getValueAsString();
                String label =
                        field.getAlternateFieldName() == null ? field.getPartialName() : field.getAlternateFieldName();
                if (value != null && !value.isBlank()) {
                    out.add(
                            BlockKind.BLOCK_KIND_LIST_ITEM,
                            Place.getDefaultInstance(),
                            (label == null || label.isBlank() ? "" : label + ": ") + value);
                }
            }
        }
    }

    /** Pages that are pictures, beside others that have text. */
    private static void noteUnread(PDDocument pdf, List<PdfLine> lines, PartWriter out) throws IOException {
        Set<Integer> withText = new HashSet<>();
        lines.forEach(line -> withText.add(line.page()));
        for (int page = 1; page <= pdf.getNumberOfPages(); page++) {
            if (!withText.contains(page)
                    && pdf.getPage(page - 1).getResources() != null
                    && pdf.getPage(page - 1)
                            .getResources()
                            .getXObjectNames()
                            .iterator()
                            .hasNext()) {
                out.unread("page " + page + ", a picture without text");
            }
        }
        var names = pdf.getDocumentCatalog().getNames();
        if (names != null
                && names.getEmbeddedFiles() != null
                && names.getEmbeddedFiles().getNames() != null) {
            names.getEmbeddedFiles().getNames().keySet().forEach(name -> out.unread("attachment " + name));
        }
    }

    /**
     * The library mends a PDF that was cut off and gives the text that is left of it. A document that misses its end is
     * refused instead: no end mark stands behind its last object. What a mail server or a disk added behind it is no
     * damage.
     */
    private static void checkEnd(Path file) throws IOException {
        try (RandomAccessFile pdf = new RandomAccessFile(file.toFile(), "r")) {
            long from = pdf.length();
            String behind = "";
            while (from > 0) {
                int length = (int) Math.min(64 * 1024, from);
                from -= length;
                byte[] piece = new byte[length];
                pdf.seek(from);
                pdf.readFully(piece);
                String text = new String(piece, StandardCharsets.ISO_8859_1)
                        + behind.substring(0, Math.min(20, behind.length()));
                int end = text.lastIndexOf(END);
                if (OBJECT.matcher(end < 0 ? text : text.substring(end)).find()) {
                    break;
                } else if (end >= 0) {
                    return;
                }
                behind = text;
            }
        }
        throw new FailureException(FailureCode.DOC_CORRUPT, "The PDF is cut off: its end is missing.");
    }
}
