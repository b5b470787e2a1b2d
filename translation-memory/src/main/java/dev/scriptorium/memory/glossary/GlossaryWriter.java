package dev.scriptorium.memory.glossary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.util.Locale;
import org.apache.commons.csv.CSVPrinter;

/** Writes terms, one after the other. What {@link GlossaryReader} reads of it are the same terms. For one thread. */
public final class GlossaryWriter {

    private final CSVPrinter printer;

    public GlossaryWriter(OutputStream out, GlossaryFormat format) throws IOException {
        printer = new CSVPrinter(new OutputStreamWriter(out, UTF_8), format.format());
        printer.printRecord(
                GlossaryFormat.SOURCE,
                GlossaryFormat.TARGET,
                GlossaryFormat.KIND,
                GlossaryFormat.CASE,
                GlossaryFormat.NOTE);
    }

    public void write(Term term) throws IOException {
        printer.printRecord(
                term.source(),
                term.target(),
                term.kind().name().toLowerCase(Locale.ROOT),
                term.caseSensitive() ? "yes" : "no",
                term.note());
    }

    /** Writes what is buffered; the stream stays open. */
    public void flush() throws IOException {
        printer.flush();
    }
}
