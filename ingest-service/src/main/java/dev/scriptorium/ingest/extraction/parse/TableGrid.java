package dev.scriptorium.ingest.extraction.parse;

import java.util.HashMap;
import java.util.Map;

/** Counts the rows and columns of a table as a reader sees them: cells that span rows or columns take several places. */
final class TableGrid {

    private final int number;
    private final Map<Integer, Integer> takenUntilRow = new HashMap<>();
    private int row;
    private int column;
    private int nextColumn = 1;

    /** @param number from 1; 0 for a table that is none */
    TableGrid(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    void nextRow() {
        row++;
        column = 0;
        nextColumn = 1;
    }

    void nextCell(int columns, int rows) {
        while (takenUntilRow.getOrDefault(nextColumn, 0) >= row) {
            nextColumn++;
        }
        column = nextColumn;
        if (rows > 1) {
            for (int taken = column; taken < column + columns; taken++) {
                takenUntilRow.put(taken, row + rows - 1);
            }
        }
        nextColumn = column + columns;
    }

    /** For example {@code "table 2, row 3, column 1"}. */
    String path() {
        return "table " + number + (column > 0 ? ", row " + row + ", column " + column : "");
    }
}
