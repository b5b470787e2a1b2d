package dev.scriptorium.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The translation memory over the HTTP API of a running instance. Thread-safe. */
public final class MemoryClient {
    private static final String PATH = "/v1/memory";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration FILE_LIMIT = Duration.ofHours(1);
    private static final String TMX = "application/x-tmx+xml";

    private final PipelineClient api;

    public MemoryClient(PipelineClient api) {
        this.api = api;
    }

    /** Which units are meant; what is empty is any. */
    public record Filter(Optional<String> source, Optional<String> target, Optional<String> origin) {
        private Stream<String> parameters() {
            return Stream.of(parameter("source", source), parameter("target", target), parameter("origin", origin))
                    .flatMap(Optional::stream);
        }

        private static Optional<String> parameter(String name, Optional<String> value) {
            return value.map(text -> name + "=" + PipelineClient.segment(text));
        }
    }

    /** A unit of the file that was left out. */
    public record Problem(int line, String reason) {}

    /** What an import did. */
    public record Imported(long read, long changed, long leftOut, List<Problem> problems) {}

    /** A unit that was found. */
    public record Unit(
            String id,
            String sourceLanguage,
            String targetLanguage,
            String source,
            String target,
            String origin,
            float similarity) {}

    public Imported importFile(Path file) throws FileNotFoundException {
        return Json.read(
                api.json(api.request(PATH + "/import", FILE_LIMIT)
                        .header("Content-Type", TMX)
                        .POST(BodyPublishers.ofFile(file))
                        .build()),
                Imported.class);
    }

    /** Writes all units that are meant to a TMX file: all of them or none. */
    public void export(Filter filter, Path file) throws IOException {
        api.download(PATH + "/export" + query(filter.parameters()), FILE_LIMIT, file);
    }

    /** Units whose source is similar to the text, the most similar first. */
    public List<Unit> search(Filter filter, String text, float minSimilarity) {
        return Json.readAll(searched(filter, text, minSimilarity), Unit.class);
    }

    /** The units in the API's own form. */
    public JsonNode searched(Filter filter, String text, float minSimilarity) {
        Stream<String> search = Stream.of("text=" + PipelineClient.segment(text), "minSimilarity=" + minSimilarity);
        return api.get(PATH + "/units" + query(Stream.concat(filter.parameters(), search)))
                .path("units");
    }

    /** Returns how many units were deleted. */
    public long delete(Filter filter) {
        return api.json(api.request(PATH + "/units" + query(filter.parameters()), LIMIT)
                        .DELETE()
                        .build())
                .path("deleted")
                .asLong();
    }

    public void delete(String id) {
        api.perform(api.request(PATH + "/units/" + PipelineClient.segment(id), LIMIT)
                .DELETE()
                .build());
    }

    private static String query(Stream<String> parameters) {
        String query = parameters.collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }
}
