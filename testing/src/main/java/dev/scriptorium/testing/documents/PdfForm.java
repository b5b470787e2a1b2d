package dev.scriptorium.testing.documents;

import dev.scriptorium.testing.documents.SimpleDocument.Element;
import dev.scriptorium.testing.documents.SimpleDocument.Heading;
import dev.scriptorium.testing.documents.SimpleDocument.ListItem;
import dev.scriptorium.testing.documents.SimpleDocument.Paragraph;
import dev.scriptorium.testing.documents.SimpleDocument.Table;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A PDF 1.4 with the standard fonts: text in lines on A4 pages. */
public final class PdfForm {

    private static final Charset WIN_ANSI = Charset.forName("windows-1252");
    private static final int LEFT = 64;
    private static final int TOP = 780;
    private static final int BOTTOM = 70;
    private static final int LINE = 15;
    private static final int PARAGRAPH = 30;

    private final List<StringBuilder> pages = new ArrayList<>();
    private final int line;
    private final int paragraph;
    private final String header;
    private int y = 0;

    private PdfForm() {
        this(LINE, PARAGRAPH, "");
    }

    private PdfForm(int line, int paragraph, String header) {
        this.line = line;
        this.paragraph = paragraph;
        this.header = header;
    }

    static byte[] write(SimpleDocument document) {
        return write(document, new PdfForm());
    }

    /**
     * A PDF with other distances.
     *
     * @param line from one line of a paragraph to the next, in points; the font has 11
     * @param header stands on each page above the text, and the page's number below it
     */
    static byte[] write(SimpleDocument document, int line, String header) {
        return write(document, new PdfForm(line, line * 2, header));
    }

    private static byte[] write(SimpleDocument document, PdfForm form) {
        document.elements().forEach(form::add);
        return form.bytes("");
    }

    /** As many pages as wanted, each with its number on it. */
    public static byte[] ofPages(int count) {
        PdfForm form = new PdfForm();
        for (int page = 1; page <= count; page++) {
            form.pages.add(new StringBuilder());
            form.y = TOP;
            form.line("F1", 11, LEFT, "This is page " + page + " of the report.");
        }
        return form.bytes("");
    }

    /** A page with a drawing and no text, as a scanner makes it. */
    public static byte[] withoutText() {
        PdfForm form = new PdfForm();
        form.pages.add(new StringBuilder("0.8 g 100 200 300 400 re f\n"));
        return form.bytes("");
    }

    /** Says that it is encrypted and gives keys that no password fits. */
    public static byte[] encrypted(SimpleDocument document) {
        PdfForm form = new PdfForm();
        document.elements().forEach(form::add);
        String key = "<" + "5C".repeat(32) + ">";
        return form.bytes("/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O " + key + " /U " + key
                + " >> /ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>] ");
    }

    private void add(Element element) {
        switch (element) {
            case Heading heading -> paragraph("F2", heading.level() == 1 ? 18 : 13, LEFT, heading.text(), 55);
            case Paragraph paragraph -> paragraph("F1", 11, LEFT, paragraph.text(), 84);
            case ListItem item -> paragraph("F1", 11, LEFT + 12, "\u2022 " + item.text(), 80);
            case Table table -> {
                for (List<String> row : table.rows()) {
                    paragraph("F1", 11, LEFT, String.join("   ", row), 84);
                }
            }
        }
    }

    private void paragraph(String font, int size, int x, String text, int width) {
        if (pages.isEmpty() || y - paragraph < BOTTOM) {
            nextPage();
        } else {
            y -= paragraph - line;
        }
        for (String line : TextForms.wrapped(text, width).split("\n")) {
            if (y - this.line < BOTTOM) {
                nextPage();
            }
            y -= this.line;
            line(font, size, x, line);
        }
    }

    private void nextPage() {
        pages.add(new StringBuilder());
        if (!header.isEmpty()) {
            y = TOP + 35;
            line("F1", 9, LEFT, header);
            y = BOTTOM - 35;
            line("F1", 9, LEFT + 220, Integer.toString(pages.size()));
        }
        y = TOP + line;
    }

    private void line(String font, int size, int x, String text) {
        String literal = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)");
        pages.getLast().append("BT /%s %d Tf %d %d Td (%s) Tj ET\n".formatted(font, size, x, y, literal));
    }

    private byte[] bytes(String trailerEntries) {
        List<byte[]> objects = new ArrayList<>();
        StringBuilder kids = new StringBuilder();
        for (int i = 0; i < pages.size(); i++) {
            kids.append(5 + 2 * i).append(" 0 R ");
        }
        objects.add(ansi("<< /Type /Catalog /Pages 2 0 R >>"));
        objects.add(ansi("<< /Type /Pages /Count " + pages.size() + " /Kids [" + kids + "] >>"));
        objects.add(font("Helvetica"));
        objects.add(font("Helvetica-Bold"));
        for (int i = 0; i < pages.size(); i++) {
            objects.add(ansi("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents " + (6 + 2 * i)
                    + " 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"));
            byte[] content = ansi(pages.get(i).toString());
            objects.add(concat(ansi("<< /Length " + content.length + " >>\nstream\n"), content, ansi("\nendstream")));
        }
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        pdf.writeBytes(ansi("%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n"));
        StringBuilder table = new StringBuilder("0000000000 65535 f \n");
        for (int i = 0; i < objects.size(); i++) {
            table.append("%010d 00000 n \n".formatted(pdf.size()));
            pdf.writeBytes(concat(ansi((i + 1) + " 0 obj\n"), objects.get(i), ansi("\nendobj\n")));
        }
        int size = objects.size() + 1;
        String trailer = "xref\n0 %d\n%strailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n"
                .formatted(size, table, size, trailerEntries, pdf.size());
        pdf.writeBytes(trailer.getBytes(StandardCharsets.US_ASCII));
        return pdf.toByteArray();
    }

    private static byte[] font(String name) {
        return ansi(String.format(
                Locale.ROOT, "<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>", name));
    }

    private static byte[] ansi(String text) {
        return text.getBytes(WIN_ANSI);
    }

    private static byte[] concat(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }
}
