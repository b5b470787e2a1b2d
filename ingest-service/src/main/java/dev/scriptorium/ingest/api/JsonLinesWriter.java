package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;

/** JSON Lines: an object a line. */
final class JsonLinesWriter implements ResultsWriter {

    private final ObjectMapper mapper;
    private final OutputStream out;

    JsonLinesWriter(ObjectMapper mapper, OutputStream out) {
        this.mapper = mapper;
        this.out = out;
    }

    @Override
    public void write(DocumentResults results) throws IOException {
        out.write(mapper.writeValueAsBytes(results));
        out.write('\n');
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }
}
