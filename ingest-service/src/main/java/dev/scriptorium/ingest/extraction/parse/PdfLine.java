package dev.scriptorium.ingest.extraction.parse;

import java.util.List;

/**
 * A line of a page, in points from the top left corner of the page as it is read.
 *
 * @param page from 1
 * @param angle by which the line is turned, in degrees
 * @param cells pieces that a wide gap divides; at least one
 * @param top of its highest character
 * @param baseline where its characters stand
 * @param size of most of its characters' font
 * @param bold whether all of it is bold
 */
record PdfLine(int page, int angle, List<Cell> cells, float top, float baseline, float size, boolean bold) {

    /** A piece of a line. */
    record Cell(String text, float left, float right) {}

    PdfLine {
        cells = List.copyOf(cells);
    }

    String text() {
        if (cells.size() == 1) {
            return cells.getFirst().text();
        }
        return String.join(" ", cells.stream().map(Cell::text).toList());
    }

    float left() {
        return cells.getFirst().left();
    }

    float right() {
        return cells.getLast().right();
    }

    /** The width of an average character. */
    float characterWidth() {
        float width = 0;
        int characters = 0;
        for (Cell cell : cells) {
            width += cell.right() - cell.left();
            characters += cell.text().length();
        }
        return characters == 0 ? size / 2 : width / characters;
    }
}
