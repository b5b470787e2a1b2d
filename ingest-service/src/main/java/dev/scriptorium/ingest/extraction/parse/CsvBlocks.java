package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Comma-separated values: a block per cell. The separator is the one that {@code sep=} names, else the one that gives
 * most rows the same number of cells.
 */
final class CsvBlocks {

    private static final char[] SEPARATORS = {',', ';', '\t', '|'};
    private static final int LOOK_AT = 64 * 1024;
    private static final int ROWS_TO_LOOK_AT = 50;

    /** The first line by which a file names its separator to Excel. */
    private static final Pattern DECLARATION =
            Pattern.compile("\"?sep=(.)\"?(?:\r\n|\r|\n|$)", Pattern.CASE_INSENSITIVE);

    private CsvBlocks() {}

    static void read(String text, PartWriter out) {
        Matcher declared = DECLARATION.matcher(text);
        boolean isDeclared = declared.lookingAt();
        char separator = isDeclared ? declared.group(1).charAt(0) : separator(text);
        String table = isDeclared ? text.substring(declared.end()) : text;
        try (CSVParser rows = CSVParser.parse(new StringReader(table), format(separator))) {
            for (CSVRecord row : rows) {
                for (int column = 0; column < row.size(); column++) {
                    String path = "row " + row.getRecordNumber() + ", column " + (column + 1);
                    out.add(
                            BlockKind.BLOCK_KIND_TABLE_CELL,
                            Place.newBuilder().setPath(path).build(),
                            row.get(column));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new FailureException(FailureCode.DOC_CORRUPT, "The rows of the CSV file cannot be told apart.", e);
        }
    }

    private static CSVFormat format(char separator) {
        return CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator)
                .setIgnoreEmptyLines(false)
                .setTrailingData(true)
                .setLenientEof(true)
                .get();
    }

    static char separator(String text) {
        String start = text.substring(0, Math.min(text.length(), LOOK_AT));
        char best = ',';
        double bestScore = 0;
        for (char candidate : SEPARATORS) {
            double score = start.indexOf(candidate) < 0 ? 0 : score(start, candidate);
            if (score > bestScore) {
                best = candidate;
                bestScore = score;
            }
        }
        return best;
    }

    /**
     * The share of rows that have the most frequent number of cells, from two on. Lines before the header and line breaks
     * in quotes cost little; a comma between two digits everywhere is a decimal point rather than a separator.
     */
    private static double score(String text, char candidate) {
        List<Integer> sizes = sizes(text, candidate);
        Map<Integer, Integer> counts = new TreeMap<>();
        sizes.forEach(size -> counts.merge(size, 1, Integer::sum));
        int rows = 0;
        int columns = 0;
        for (Map.Entry<Integer, Integer> count : counts.entrySet()) {
            if (count.getKey() > 1 && count.getValue() >= rows) {
                rows = count.getValue();
                columns = count.getKey();
            }
        }
        double share = sizes.isEmpty() ? 0 : (double) rows / sizes.size();
        double preferred = share + Math.min(columns, 50) / 1000.0;
        return candidate == ',' && isDecimalPoint(text) ? preferred / 2 : preferred;
    }

    private static List<Integer> sizes(String text, char candidate) {
        List<Integer> sizes = new ArrayList<>();
        try (CSVParser rows = CSVParser.parse(new StringReader(text), format(candidate))) {
            for (CSVRecord row : rows) {
                if (row.size() > 1 || !row.get(0).isBlank()) {
                    sizes.add(row.size());
                }
                if (sizes.size() == ROWS_TO_LOOK_AT) {
                    break;
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // Quotes that do not end: what was read so far tells enough.
            return sizes;
        }
        return sizes;
    }

    /** Outside of quotes. */
    private static boolean isDecimalPoint(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            boolean between = i > 0
                    && i + 1 < text.length()
                    && Character.isDigit(text.charAt(i - 1))
                    && Character.isDigit(text.charAt(i + 1));
            if (c == ',' && !quoted && !between) {
                return false;
            }
        }
        return true;
    }
}
