package dev.scriptorium.standalone.command;

import dev.scriptorium.core.lifecycle.Failure;
import dev.scriptorium.standalone.client.JobDocument;
import dev.scriptorium.standalone.client.PipelineClient;
import dev.scriptorium.standalone.client.Upload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The folder of the translated files, in which each has the place that its original has in its own folder. Not thread-safe. */
final class TranslatedTree {
    private static final String TRANSLATE = "translate:";

    private final Path folder;
    private final List<Path> places;
    private final TreeMap<Integer, List<Line>> lines = new TreeMap<>();

    private record Line(String language, String result, boolean succeeded) {}

    /** Nothing can be written. */
    static final class Refused extends RuntimeException {
        Refused(String message, Exception cause) {
            super(message, cause);
        }
    }

    /** @param places relative to the folder, one for each file */
    TranslatedTree(Path folder, List<Path> places) {
        this.folder = folder;
        this.places = places;
    }

    /**
     * Finds the places of the files.
     *
     * @param arguments files and folders, as a person named them
     * @param files those in them
     */
    static TranslatedTree prepare(Path folder, List<String> arguments, List<String> files) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new Refused("The output folder " + folder + " cannot be made.", e);
        }
        List<Path> places = new ArrayList<>();
        Set<Path> taken = new HashSet<>();
        for (String file : files) {
            Path place = place(Path.of(file), arguments);
            for (int number = 2; !taken.add(place); number++) {
                place = place(Path.of(file), arguments).resolveSibling(number + "-" + place.getFileName());
            }
            places.add(place);
        }
        return new TranslatedTree(folder, places);
    }

    private static Path place(Path file, List<String> arguments) {
        return folderOf(file, arguments)
                .map(argument -> argument.relativize(file))
                .orElse(file.getFileName());
    }

    /** The argument that is a folder with this file; empty where the file itself is an argument. */
    static Optional<Path> folderOf(Path file, List<String> arguments) {
        return arguments.stream()
                .map(Path::of)
                .filter(argument -> file.startsWith(argument) && !file.equals(argument))
                .findFirst();
    }

    /** Where a file goes: the language is in front of the extension. */
    Path target(int index, String language) {
        Path place = places.get(index);
        String name = place.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String translated =
                dot <= 0 ? name + "." + language : name.substring(0, dot) + "." + language + name.substring(dot);
        return folder.resolve(place).resolveSibling(translated);
    }

    /** Writes what a document has; a file that is there with the same bytes stays. */
    void write(int index, JobDocument document, PipelineClient client) {
        List<Line> written = new ArrayList<>();
        for (JobDocument.Task task : document.tasks()) {
            String language = task.task().substring(TRANSLATE.length());
            Path target = target(index, language);
            String result;
            if (task.succeeded()) {
                write(document, language, target, client);
                result = target.toString();
            } else {
                Failure failure = task.failure();
                result = failure == null ? task.state().name() : failure.code() + ": " + failure.reason();
            }
            written.add(new Line(language, result, task.succeeded()));
        }
        lines.put(index, written);
    }

    private static void write(JobDocument document, String language, Path target, PipelineClient client) {
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            client.writeFile(document.id(), language, target, digest(target));
        } catch (IOException e) {
            throw new Refused("The file " + target + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static Optional<String> digest(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        return Optional.of(Upload.sha256(file).hex());
    }

    long failed() {
        return lines.values().stream()
                .flatMap(List::stream)
                .filter(line -> !line.succeeded())
                .count();
    }

    void printTable(PrintStream out) {
        int width = places.stream()
                .mapToInt(place -> place.toString().length())
                .max()
                .orElse(0);
        lines.forEach((index, results) -> results.forEach(line -> out.printf(
                "%-" + Math.max(1, width) + "s  %-6s  %s%n", places.get(index), line.language(), line.result())));
        long written = lines.values().stream().mapToInt(List::size).sum() - failed();
        out.printf("%d %s written, %d failed%n", written, written == 1 ? "file" : "files", failed());
    }
}
