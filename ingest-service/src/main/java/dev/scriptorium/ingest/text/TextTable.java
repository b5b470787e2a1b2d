package dev.scriptorium.ingest.text;

import dev.scriptorium.proto.document.v1.Block;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Consecutive cells of one table, by their rows and columns. */
final class TextTable {

    private static final Pattern PLACE = Pattern.compile("(?:(.*), )?row (\\d{1,9}), column (\\d{1,9})");

    /** A table of which more is empty than this many times its cells is not drawn: it would be far larger than its text. */
    private static final int SPARSE = 8;

    private final TreeMap<Integer, TreeMap<Integer, String>> rows = new TreeMap<>();
    private final SortedSet<Integer> columns = new TreeSet<>();
    private int cells;

    /** Where a cell stands. */
    record Cell(String table, int row, int column) {

        static Optional<Cell> of(Block block) {
            Matcher place = PLACE.matcher(block.getPlace().getPath());
            return place.matches()
                    ? Optional.of(new Cell(
                            place.group(1) == null ? "" : place.group(1),
                            Integer.parseInt(place.group(2)),
                            Integer.parseInt(place.group(3))))
                    : Optional.empty();
        }
    }

    void add(Cell cell, String text) {
        columns.add(cell.column());
        rows.computeIfAbsent(cell.row(), row -> new TreeMap<>())
                .merge(cell.column(), text, (first, next) -> first + " " + next);
        cells++;
    }

    boolean isSparse() {
        return (long) rows.size() * columns.size() > (long) SPARSE * cells;
    }

    /** Each row's cells that have text. */
    List<List<String>> filledCells() {
        return rows.values().stream().map(row -> List.copyOf(row.values())).toList();
    }

    /** Each row with a cell for each column that some row has. */
    List<List<String>> allCells() {
        return rows.values().stream().map(this::wholeRow).toList();
    }

    private List<String> wholeRow(Map<Integer, String> row) {
        return columns.stream().map(column -> row.getOrDefault(column, "")).toList();
    }
}
