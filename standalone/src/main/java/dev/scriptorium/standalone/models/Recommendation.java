package dev.scriptorium.standalone.models;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A published model that is worth trying for a task.
 *
 * @param task {@code translate en-de}, {@code translate} for any direction, {@code summarize}, {@code classify} or {@code embed}
 * @param model the repository on the hub
 * @param size of what is fetched, about
 */
public record Recommendation(String task, String model, String size, String licence, String why) {
    private static final String FILE = "/recommended-models.tsv";
    private static final int COLUMNS = 5;

    /** In the order in which they are worth trying. */
    public static List<Recommendation> all() {
        InputStream file = Objects.requireNonNull(Recommendation.class.getResourceAsStream(FILE), FILE);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines().map(Recommendation::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }

    private static Recommendation parse(String line) {
        String[] columns = line.split("\t");
        if (columns.length != COLUMNS) {
            throw new IllegalStateException(FILE + " has a line of " + columns.length + " columns: " + line);
        }
        return new Recommendation(columns[0], columns[1], columns[2], columns[3], columns[4]);
    }

    /** Whether it does what is asked for; a translator of any direction does every one. */
    public boolean isFor(String asked) {
        return task.equals(asked) || task.equals("translate") && asked.startsWith("translate ");
    }
}
