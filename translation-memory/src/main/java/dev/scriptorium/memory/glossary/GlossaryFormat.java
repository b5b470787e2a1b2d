package dev.scriptorium.memory.glossary;

import org.apache.commons.csv.CSVFormat;

/** The forms of a file of terms: a header that names the columns, and a term a line. */
public enum GlossaryFormat {
    CSV(','),
    TSV('\t');

    static final String SOURCE = "source";
    static final String TARGET = "target";
    static final String KIND = "kind";
    static final String CASE = "case";
    static final String NOTE = "note";

    private final char delimiter;

    GlossaryFormat(char delimiter) {
        this.delimiter = delimiter;
    }

    CSVFormat format() {
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setRecordSeparator('\n')
                .setIgnoreEmptyLines(true)
                .get();
    }
}
