package dev.scriptorium.ingest.extraction.parse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.apache.pdfbox.util.Matrix;

/**
 * Collects the lines of a PDF with their places and fonts, in the order in which they were drawn. Text that is turned is
 * read in a pass of its own for each angle. For one document.
 */
final class PdfText extends PDFTextStripper {

    /** A gap of this many times the font size divides the cells of a table; justified text stays below. */
    private static final float CELL_GAP = 1.4f;

    /** Parts of the names of bold fonts, those of TeX included. */
    private static final List<String> BOLD_NAMES = List.of("bold", "black", "heavy", "demi", "-medi", "cmbx", "sfbx");

    private final List<PdfLine> lines = new ArrayList<>();
    private final TreeSet<Integer> otherAngles = new TreeSet<>();
    private final List<PdfLine.Cell> cells = new ArrayList<>();
    private final StringBuilder cell = new StringBuilder();
    private final Map<Float, Integer> sizes = new HashMap<>();
    private int angle;
    private boolean collecting;
    private boolean gap;
    private boolean bold;
    private float left;
    private float right;
    private float top;
    private float baseline;

    PdfText() {
        setSuppressDuplicateOverlappingText(true);
    }

    List<PdfLine> lines() {
        return lines;
    }

    @Override
    public void processPage(PDPage page) throws IOException {
        int rotation = page.getRotation();
        page.setRotation(0);
        otherAngles.clear();
        collecting = true;
        angle = 0;
        super.processPage(page);
        endLine();
        collecting = false;
        for (int other : List.copyOf(otherAngles)) {
            angle = other;
            turned(page, other);
            endLine();
        }
        page.setRotation(rotation);
    }

    /** Reads the page as if it were turned back, and leaves it as it was. */
    private void turned(PDPage page, int degrees) throws IOException {
        COSBase before = page.getCOSObject().getItem(COSName.CONTENTS);
        COSArray kept = before instanceof COSArray array ? new COSArray(array.toList()) : null;
        try (PDPageContentStream content =
                new PDPageContentStream(document, page, PDPageContentStream.AppendMode.PREPEND, false)) {
            content.transform(Matrix.getRotateInstance(-Math.toRadians(degrees), 0, 0));
        }
        super.processPage(page);
        page.getCOSObject().setItem(COSName.CONTENTS, kept == null ? before : kept);
    }

    @Override
    protected void processTextPosition(TextPosition text) {
        int turn = angle(text);
        if (turn == 0) {
            super.processTextPosition(text);
        } else if (collecting) {
            otherAngles.add(turn);
        }
    }

    private static int angle(TextPosition text) {
        Matrix matrix = text.getTextMatrix().clone();
        matrix.concatenate(text.getFont().getFontMatrix());
        long degrees = Math.round(Math.toDegrees(Math.atan2(matrix.getShearY(), matrix.getScaleY())));
        // A slight slope is a scanner's, and mirrored text is not turned.
        return Math.abs(degrees) <= 2 ? 0 : (int) degrees;
    }

    @Override
    protected void writeString(String text, List<TextPosition> positions) {
        if (positions.isEmpty()) {
            return;
        }
        TextPosition first = positions.getFirst();
        float start = first.getX();
        if (cell.isEmpty() && cells.isEmpty()) {
            top = Float.MAX_VALUE;
            bold = true;
            baseline = first.getY();
        } else if (start - right > CELL_GAP * first.getFontSizeInPt()) {
            endCell();
        }
        if (cell.isEmpty()) {
            left = start;
        } else if (gap) {
            cell.append(' ');
        }
        gap = false;
        cell.append(text);
        for (TextPosition position : positions) {
            right = Math.max(
                    cell.length() == text.length() ? position.getX() : right, position.getX() + position.getWidth());
            top = Math.min(top, position.getY() - position.getHeight());
            if (!position.getUnicode().isBlank()) {
                bold &= isBold(position);
                sizes.merge((float) Math.round(position.getFontSizeInPt() * 2) / 2, 1, Integer::sum);
            }
        }
    }

    private static boolean isBold(TextPosition position) {
        String name = String.valueOf(position.getFont().getName()).toLowerCase(Locale.ROOT);
        PDFontDescriptor descriptor = position.getFont().getFontDescriptor();
        return BOLD_NAMES.stream().anyMatch(name::contains)
                || descriptor != null && (descriptor.isForceBold() || descriptor.getFontWeight() >= 600);
    }

    @Override
    protected void writeWordSeparator() {
        gap = true;
    }

    @Override
    protected void writeLineSeparator() {
        endLine();
    }

    @Override
    protected void writeParagraphSeparator() {
        endLine();
    }

    @Override
    protected void writeParagraphStart() {}

    @Override
    protected void writeParagraphEnd() {
        endLine();
    }

    @Override
    protected void writePageStart() {}

    @Override
    protected void writePageEnd() {
        endLine();
    }

    private void endCell() {
        if (!cell.isEmpty()) {
            cells.add(new PdfLine.Cell(cell.toString(), left, right));
            cell.setLength(0);
        }
    }

    private void endLine() {
        endCell();
        if (!cells.isEmpty() && !sizes.isEmpty()) {
            float size = sizes.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
            lines.add(new PdfLine(getCurrentPageNo(), angle, cells, top, baseline, Math.max(size, 1), bold));
        }
        cells.clear();
        sizes.clear();
        gap = false;
    }
}
