package dev.scriptorium.standalone.client;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** The glossary over the HTTP API of a running instance. Thread-safe. */
public final class GlossaryClient {
    private static final String PATH = "/v1/glossary";
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final PipelineClient api;
    private final String pair;

    /** A client of the terms of one pair of languages. */
    public GlossaryClient(PipelineClient api, String source, String target) {
        this.api = api;
        this.pair = "?source=" + PipelineClient.segment(source) + "&target=" + PipelineClient.segment(target);
    }

    /** Imports CSV, or TSV where the name of the file ends so. */
    public MemoryClient.Imported importFile(Path file) throws FileNotFoundException {
        return Json.read(
                api.json(api.request(PATH + "/import" + pair, LIMIT)
                        .header("Content-Type", type(file))
                        .POST(BodyPublishers.ofFile(file))
                        .build()),
                MemoryClient.Imported.class);
    }

    /** Writes CSV, or TSV where the name of the file ends so: all of it or nothing. */
    public void export(Path file) throws IOException {
        api.download(
                api.request(PATH + "/export" + pair, LIMIT)
                        .header("Accept", type(file))
                        .build(),
                file);
    }

    /** Returns how many terms were deleted. */
    public long delete() {
        return api.json(api.request(PATH + "/terms" + pair, LIMIT).DELETE().build())
                .path("deleted")
                .asLong();
    }

    private static String type(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".tsv") ? "text/tab-separated-values" : "text/csv";
    }
}
