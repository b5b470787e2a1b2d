package dev.scriptorium.ingest.extraction.parse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.util.Matrix;

/** Draws lines of text on the pages of a PDF. */
public final class PdfPages {

    private static final PDFont PLAIN = new PDType1Font(FontName.HELVETICA);
    private static final PDFont BOLD = new PDType1Font(FontName.HELVETICA_BOLD);

    private final PDDocument document = new PDDocument();
    private PDPage page = new PDPage();

    public PdfPages() {
        document.addPage(page);
    }

    public PdfPages nextPage() {
        page = new PDPage();
        document.addPage(page);
        return this;
    }

    public PdfPages line(float x, float y, float size, String text) {
        return draw(PLAIN, size, Matrix.getTranslateInstance(x, y), text);
    }

    PdfPages bold(float x, float y, float size, String text) {
        return draw(BOLD, size, Matrix.getTranslateInstance(x, y), text);
    }

    PdfPages turned(float x, float y, float size, int degrees, String text) {
        return draw(PLAIN, size, Matrix.getRotateInstance(Math.toRadians(degrees), x, y), text);
    }

    /** Lines below each other. */
    PdfPages lines(float x, float y, float size, float spacing, String... lines) {
        for (int i = 0; i < lines.length; i++) {
            line(x, y - i * spacing * size, size, lines[i]);
        }
        return this;
    }

    private PdfPages draw(PDFont font, float size, Matrix place, String text) {
        try (PDPageContentStream content =
                new PDPageContentStream(document, page, PDPageContentStream.AppendMode.APPEND, true, true)) {
            content.beginText();
            content.setFont(font, size);
            content.setTextMatrix(place);
            content.showText(text);
            content.endText();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] bytes() {
        try (document) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
