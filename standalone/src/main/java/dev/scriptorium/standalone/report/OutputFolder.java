package dev.scriptorium.standalone.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Writes results as files: NAME.json with all of a document, NAME.summary.txt, NAME.LANGUAGE.txt for each translation.
 *
 * <p>NAME is the file's own name. Where two files have the same name, all results keep the folders of their files. Results of another file are never
 * overwritten unless that is allowed.
 */
public final class OutputFolder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final List<Path> targets;

    private OutputFolder(Path folder, List<Path> targets) {
        this.folder = folder;
        this.targets = targets;
    }

    /** Nothing can be written, or something would be overwritten. */
    public static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message);
        }

        Refused(String message, IOException cause) {
            super(message, cause);
        }
    }

    /**
     * Checks before any work that the results can be written, and creates the folders.
     *
     * @param files as the reports will name them, in their order
     */
    public static OutputFolder prepare(Path folder, List<String> files, boolean overwrite) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new Refused("The output folder " + folder + " is a file.");
        }
        List<Path> targets = names(files).stream().map(folder::resolve).toList();
        for (int i = 0; i < files.size(); i++) {
            Path json = withSuffix(targets.get(i), ".json");
            if (!overwrite && Files.exists(json)) {
                refuseResultsOfAnotherFile(json, files.get(i));
            }
        }
        Set<Path> folders = targets.stream().map(Path::getParent).collect(Collectors.toSet());
        folders.add(folder);
        for (Path one : folders) {
            try {
                Files.createDirectories(one);
                Files.delete(Files.createTempFile(one, "write-", ".check"));
            } catch (IOException e) {
                throw new Refused("Results cannot be written to " + one + ": no file can be created there.", e);
            }
        }
        return new OutputFolder(folder, targets);
    }

    /** @param index of the file among those that were prepared */
    public void write(int index, DocumentReport report) {
        JsonNode json = report.json();
        Path target = targets.get(index);
        try {
            Files.writeString(withSuffix(target, ".json"), json.toPrettyString());
            if (json.path("summary").isObject()) {
                Files.writeString(withSuffix(target, ".summary.txt"), sentences(json.path("summary")));
            }
            for (var translation : json.path("translations").properties()) {
                Files.writeString(
                        withSuffix(target, "." + translation.getKey() + ".txt"),
                        translation.getValue().path("text").asText());
            }
        } catch (IOException e) {
            throw new Refused("The results of " + report.file() + " cannot be written to " + folder + ": " + e, e);
        }
    }

    /** The files' own names where these differ, else their paths from the folder that holds them all. */
    static List<Path> names(List<String> files) {
        List<Path> paths = files.stream()
                .map(file -> Path.of(file).toAbsolutePath().normalize())
                .toList();
        Set<Path> seen = new HashSet<>();
        if (paths.stream().allMatch(path -> seen.add(path.getFileName()))) {
            return paths.stream().map(Path::getFileName).toList();
        }
        Path common = paths.getFirst().getParent();
        for (Path path : paths) {
            while (!path.startsWith(common)) {
                common = common.getParent();
            }
        }
        List<Path> names = new ArrayList<>();
        for (Path path : paths) {
            names.add(common.relativize(path));
        }
        return names;
    }

    private static void refuseResultsOfAnotherFile(Path existing, String file) {
        try {
            String earlier = JSON.readTree(existing.toFile()).path("file").asText();
            if (earlier.isEmpty() || !absolute(earlier).equals(absolute(file))) {
                throw new Refused("The file " + existing + " has "
                        + (earlier.isEmpty() ? "other content" : "the results of " + earlier) + ", and those of " + file
                        + " would overwrite it: choose another folder, or add --overwrite.");
            }
        } catch (JacksonException notOurs) {
            throw new Refused("The file " + existing + " has other content, and the results of " + file
                    + " would overwrite it: choose another folder, or add --overwrite.");
        } catch (IOException e) {
            throw new Refused("The file " + existing + " cannot be read.", e);
        }
    }

    private static Path absolute(String file) {
        return Path.of(file).toAbsolutePath().normalize();
    }

    private static Path withSuffix(Path target, String suffix) {
        return target.resolveSibling(target.getFileName() + suffix);
    }

    private static String sentences(JsonNode summary) {
        return StreamSupport.stream(summary.path("sentences").spliterator(), false)
                .map(sentence -> sentence.path("text").asText() + "\n")
                .collect(Collectors.joining());
    }
}
