package dev.scriptorium.standalone.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scriptorium.models.ModelDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The models that were added to a data folder: a folder with the files of each, so that they serve without the place that
 * they came from, and a note beside it. A model is there whole or not at all.
 */
public final class AddedModels {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOTE = ".json";
    private static final String QUALITY = "quality.json";

    private final Path folder;

    public AddedModels(Path folder) {
        this.folder = folder;
    }

    /** In the order of their names. */
    public List<AddedModel> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> notes = Files.list(folder)) {
            return notes.filter(note -> note.getFileName().toString().endsWith(NOTE))
                    .sorted()
                    .map(AddedModels::read)
                    .filter(model -> Files.isDirectory(folder(model.name())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    public Optional<AddedModel> find(String name) {
        return all().stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /** The model's files. */
    public Path folder(String name) {
        return folder.resolve(name);
    }

    /** @throws ModelRefused where the name is taken or none of a folder */
    public void requireFree(String name) {
        if (name.startsWith(".")) {
            throw new ModelRefused("A model's name does not begin with a dot: " + name + "; give --name");
        }
        if (Files.exists(folder(name))) {
            throw new ModelRefused(
                    "There is an added model " + name + " already; remove it first, or give another name with --name.");
        }
    }

    /**
     * Takes a model in.
     *
     * @param linked whether its files never change where they are, so that they may be shared
     */
    public void add(AddedModel model, Path files, boolean linked) throws IOException {
        requireFree(model.name());
        Files.createDirectories(folder);
        Path incoming = Files.createTempDirectory(folder, ".incoming-");
        try {
            take(files, incoming, linked);
            write(note(model.name()), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(model));
            Files.move(incoming, folder(model.name()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            delete(incoming);
            throw e;
        }
    }

    public void remove(String name) throws IOException {
        AddedModel model = require(name);
        Path outgoing = Files.createTempDirectory(folder, ".outgoing-");
        Files.move(folder(model.name()), outgoing.resolve(model.name()), StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(note(name));
        delete(outgoing);
    }

    /** @throws ModelRefused where no such model was added */
    public AddedModel require(String name) {
        return find(name)
                .orElseThrow(() -> new ModelRefused("There is no added model " + name + "; there are "
                        + all().stream().map(AddedModel::name).toList() + "."));
    }

    /** Sets the thresholds of a translator's scores, by direction, and keeps those of other directions. */
    public void setThresholds(String name, Map<String, Float> thresholds) throws IOException {
        AddedModel model = require(name);
        Path file = folder(name).resolve(QUALITY);
        ObjectNode quality =
                Files.exists(file) ? (ObjectNode) JSON.readTree(Files.readString(file)) : JSON.createObjectNode();
        ObjectNode all = quality.withObject("score_thresholds");
        thresholds.forEach((direction, threshold) -> all.put(direction, (double) threshold));
        write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(quality));
        AddedModel changed = new AddedModel(
                name,
                model.source(),
                model.commit(),
                ModelDigest.of(folder(name)),
                model.task(),
                model.licence(),
                model.bytes());
        write(note(name), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(changed));
    }

    private Path note(String name) {
        return folder.resolve(name + NOTE);
    }

    private static AddedModel read(Path note) {
        try {
            return JSON.readValue(note.toFile(), AddedModel.class);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + note, e);
        }
    }

    /** A new file in the place of the old one: that may be shared with a cache. */
    private static void write(Path file, byte[] content) throws IOException {
        Path written = Files.createTempFile(file.getParent(), ".", ".new");
        try {
            Files.write(written, content);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private static void take(Path from, Path to, boolean linked) throws IOException {
        try (Stream<Path> walk = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                if (!linked || !link(file, target)) {
                    Files.copy(file, target);
                }
            }
        }
    }

    /** False where the file systems differ or have no links. */
    private static boolean link(Path file, Path target) throws IOException {
        try {
            Files.createLink(target, file.toRealPath());
            return true;
        } catch (UnsupportedOperationException | FileSystemException noLink) {
            return false;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
