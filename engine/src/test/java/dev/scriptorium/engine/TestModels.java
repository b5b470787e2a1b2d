package dev.scriptorium.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The small random-weight models among the test resources, and what transformers computed with them. */
public final class TestModels {

    private TestModels() {}

    public static Path folder(String name) {
        try {
            return Path.of(TestModels.class.getResource("/models/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static JsonNode expected(String name) {
        return json(name, "expected.json");
    }

    public static JsonNode json(String name, String file) {
        try {
            return new ObjectMapper().readTree(folder(name).resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of a model's folder that a test may damage. */
    public static Path copy(String name, Path target) {
        Path source = folder(name);
        try (Stream<Path> files = Files.walk(source, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.sorted().toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    public static List<int[]> ids(Iterable<JsonNode> rows) {
        List<int[]> ids = new ArrayList<>();
        for (JsonNode row : rows) {
            int[] values = new int[row.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.get(i).asInt();
            }
            ids.add(values);
        }
        return ids;
    }

    public static List<float[]> floats(Iterable<JsonNode> rows) {
        List<float[]> floats = new ArrayList<>();
        for (JsonNode row : rows) {
            float[] values = new float[row.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) row.get(i).asDouble();
            }
            floats.add(values);
        }
        return floats;
    }
}
