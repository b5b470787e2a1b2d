package dev.scriptorium.standalone.command;

import dev.scriptorium.standalone.client.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds the files that the arguments of a command name: files, folders with all that is in them, links to both, and {@code -} for standard input.
 *
 * <p>Nothing is left out silently: hidden files inside a folder and files that are named twice are reported to the listener, all else that cannot be read is an error.
 */
final class InputFiles {
    private static final String STANDARD_INPUT = "-";

    private final InputStream input;
    private final String nameOfInput;
    private final Consumer<String> listener;
    private final Map<Path, InputFile> found = new LinkedHashMap<>();
    private int hidden;

    /** @param nameOfInput the name of the document on standard input */
    InputFiles(InputStream input, String nameOfInput, Consumer<String> listener) {
        this.input = input;
        this.nameOfInput = nameOfInput;
        this.listener = listener;
    }

    /**
     * A file to process.
     *
     * @param shown as the person named it
     */
    record InputFile(String shown, Path content) {
        /** The name that the API gets: the last part of the path. */
        Upload upload() {
            return new Upload(Path.of(shown).getFileName().toString(), content);
        }
    }

    /** An argument names nothing that can be read. */
    static final class Unreadable extends RuntimeException {
        Unreadable(String message) {
            super(message);
        }
    }

    List<InputFile> find(List<String> arguments) throws IOException {
        for (String argument : arguments) {
            if (argument.equals(STANDARD_INPUT)) {
                Path copy = copy(input);
                found.put(copy, new InputFile(nameOfInput, copy));
            } else {
                add(path(argument));
            }
        }
        if (hidden > 0) {
            listener.accept(
                    "left out: " + hidden + (hidden == 1 ? " hidden file or folder" : " hidden files or folders")
                            + " (name one to include it)");
        }
        if (found.isEmpty()) {
            throw new Unreadable("There are no files in " + String.join(", ", arguments) + ".");
        }
        return new ArrayList<>(found.values());
    }

    private static Path path(String argument) {
        if (argument.isEmpty()) {
            throw new Unreadable("A file name is empty.");
        }
        try {
            return Path.of(argument);
        } catch (InvalidPathException e) {
            throw new Unreadable("Not a file name: " + argument);
        }
    }

    private void add(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new Unreadable("There is no file " + path + ".");
        }
        if (!Files.isReadable(path)) {
            throw new Unreadable("The file " + path + " cannot be read.");
        }
        if (Files.isDirectory(path)) {
            addAllIn(path);
        } else if (Files.isRegularFile(path)) {
            add(path, path);
        } else {
            try (InputStream pipe = Files.newInputStream(path)) {
                add(path, copy(pipe));
            }
        }
    }

    private void add(Path shown, Path content) throws IOException {
        if (found.putIfAbsent(content.toRealPath(), new InputFile(shown.toString(), content)) != null) {
            listener.accept("named twice, processed once: " + shown);
        }
    }

    private void addAllIn(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(
                folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                        return !directory.equals(folder) && leftOut(directory)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (leftOut(file)) {
                            return FileVisitResult.CONTINUE;
                        }
                        if (attributes.isSymbolicLink() || !Files.isReadable(file)) {
                            throw new Unreadable("The file " + file + " cannot be read.");
                        }
                        if (attributes.isRegularFile()) {
                            files.add(file);
                        } else {
                            listener.accept("left out, because it is no regular file: " + file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException problem) {
                        if (problem instanceof FileSystemLoopException) {
                            return FileVisitResult.CONTINUE; // a link to a folder above; its files are found there
                        }
                        throw new Unreadable("The folder " + file + " cannot be read.");
                    }
                });
        for (Path file : files.stream().sorted().toList()) {
            add(file, file);
        }
    }

    private boolean leftOut(Path path) {
        boolean isHidden = path.getFileName().toString().startsWith(".");
        if (isHidden) {
            hidden++;
        }
        return isHidden;
    }

    /** Pipes can be read once, but a file is read for its digest and for its upload. */
    private static Path copy(InputStream pipe) throws IOException {
        Path copy = Files.createTempFile("scriptorium-input-", "");
        copy.toFile().deleteOnExit();
        Files.copy(pipe, copy, StandardCopyOption.REPLACE_EXISTING);
        return copy;
    }
}
