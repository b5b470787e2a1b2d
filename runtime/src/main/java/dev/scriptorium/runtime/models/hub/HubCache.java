package dev.scriptorium.runtime.models.hub;

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
 * One model in the cache of huggingface_hub, whose layout this is: {@code blobs/} by digest, {@code snapshots/} by commit
 * with links to them, {@code refs/} from branches and tags to commits.
 */
record HubCache(Path folder, Path lockFile) {

    static HubCache of(Path cache, HubModel model) {
        String name = "models--" + model.id().replace("/", "--");
        return new HubCache(
                cache.resolve(name), cache.resolve(".locks").resolve(name).resolve("scriptorium.lock"));
    }

    /** The snapshot that a revision meant when it was fetched last. */
    Optional<Path> snapshot(HubModel model) {
        String commit = model.revision();
        Path ref = folder.resolve("refs").resolve(model.revision());
        try {
            if (!model.isCommit()) {
                if (!Files.isRegularFile(ref)) {
                    return Optional.empty();
                }
                commit = Files.readString(ref).strip();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + ref, e);
        }
        return Optional.of(snapshot(commit)).filter(path -> Files.isRegularFile(path.resolve("config.json")));
    }

    Path snapshot(String commit) {
        if (!commit.matches("[0-9a-f]{40,64}")) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, folder + " names a commit that is none: " + commit);
        }
        return folder.resolve("snapshots").resolve(commit);
    }

    Path blob(String digest) {
        return folder.resolve("blobs").resolve(digest);
    }

    /** Makes a file of a snapshot the blob, by a link where the file system has them. */
    void link(String commit, String file, Path blob) throws IOException {
        Path link = snapshot(commit).resolve(file);
        Files.createDirectories(link.getParent());
        Files.deleteIfExists(link);
        try {
            Files.createSymbolicLink(link, link.getParent().relativize(blob));
        } catch (UnsupportedOperationException | IOException e) {
            Files.copy(blob, link, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    void remember(String revision, String commit) throws IOException {
        Path ref = folder.resolve("refs").resolve(revision);
        Files.createDirectories(ref.getParent());
        Files.writeString(ref, commit);
    }

    /** Runs while no other process of this product fetches the model. */
    <T> T locked(Supplier<T> work) {
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
