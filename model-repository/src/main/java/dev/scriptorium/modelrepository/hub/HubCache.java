package dev.scriptorium.modelrepository.hub;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One model in the layout of huggingface_hub's cache: {@code blobs/} by digest, {@code snapshots/} by commit with links to
 * them, {@code refs/} from branches and tags to commits.
 */
public record HubCache(Path folder, Path lockFile) {

    static HubCache of(Path cache, HubModel model) {
        String name = "models--" + model.id().replace("/", "--");
        return new HubCache(
                cache.resolve(name), cache.resolve(".locks").resolve(name).resolve("scriptorium.lock"));
    }

    /** The snapshot of a commit, or the one that a revision meant when it was fetched last. */
    Optional<Path> snapshot(HubModel model) {
        return model.isCommit() ? present(snapshot(model.revision())) : remembered(model.revision());
    }

    /** The snapshot that a revision was remembered with last. */
    public Optional<Path> remembered(String revision) {
        Path ref = folder.resolve("refs").resolve(revision);
        if (!Files.isRegularFile(ref)) {
            return Optional.empty();
        }
        try {
            return present(snapshot(Files.readString(ref).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + ref, e);
        }
    }

    private static Optional<Path> present(Path snapshot) {
        return Optional.of(snapshot).filter(path -> Files.isRegularFile(path.resolve("config.json")));
    }

    public Path snapshot(String commit) {
        if (!commit.matches("[0-9a-f]{40,64}")) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, folder + " names a commit that is none: " + commit);
        }
        return folder.resolve("snapshots").resolve(commit);
    }

    public Path blob(String digest) {
        return folder.resolve("blobs").resolve(digest);
    }

    /** Makes a file of a snapshot the blob, by a link where the file system has them. */
    public void link(String commit, String file, Path blob) throws IOException {
        Path link = snapshot(commit).resolve(file);
        Files.createDirectories(link.getParent());
        Files.deleteIfExists(link);
        try {
            Files.createSymbolicLink(link, link.getParent().relativize(blob));
        } catch (UnsupportedOperationException | IOException e) {
            Files.copy(blob, link, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    public void remember(String revision, String commit) throws IOException {
        Path ref = folder.resolve("refs").resolve(revision);
        Files.createDirectories(ref.getParent());
        Files.writeString(ref, commit);
    }

    /** Runs while no other process of this product fetches the model. */
    public <T> T locked(Supplier<T> work) {
        try {
            Files.createDirectories(lockFile.getParent());
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                return work.get();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + lockFile, e);
        }
    }
}
