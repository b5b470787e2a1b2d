package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Place;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Comma-separated values: a block per cell. The separator is the one that the first lines have most evenly. */
final class CsvBlocks {

    private static final char[] SEPARATORS = {',', ';', '\t', '|'};
    private static final int LINES_TO_LOOK_AT = 20;

    private CsvBlocks() {}

    static void read(String text, PartWriter out) {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator(text))
                .setIgnoreEmptyLines(false)
                .setTrailingData(true)
                .setLenientEof(true)
                .get();
        try (CSVParser rows = CSVParser.parse(new StringReader(text), format)) {
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

    static char separator(String text) {
        char best = ',';
        long bestScore = 0;
        for (char candidate : SEPARATORS) {
            long[] counts = text.lines()
                    .limit(LINES_TO_LOOK_AT)
                    .filter(line -> !line.isBlank())
                    .mapToLong(line -> line.chars().filter(c -> c == candidate).count())
                    .toArray();
            long lines = counts.length;
            long first = lines == 0 ? 0 : counts[0];
            long same = java.util.Arrays.stream(counts)
                    .filter(count -> count == first)
                    .count();
            // A separator is in every line, and as often: what is in most lines as often as in the first wins.
            long score = first == 0 ? 0 : same * 1_000 / lines + Math.min(first, 100);
            if (score > bestScore) {
                best = candidate;
                bestScore = score;
            }
        }
        return best;
    }
}
