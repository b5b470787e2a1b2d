package dev.scriptorium.standalone.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Remembers for each submission, by its key, the job that was made of it last. One file per key. */
record SubmissionLog(Path folder) {
    /**
     * A job made of a submission.
     *
     * @param attempt 1 for the first job of the submission, 2 for the one after that failed, and so on
     */
    record Entry(int attempt, String job) {}

    Optional<Entry> find(String key) {
        try {
            String[] noted = Files.readString(folder.resolve(key)).strip().split(" ");
            return noted.length == 2 ? Optional.of(new Entry(Integer.parseInt(noted[0]), noted[1])) : Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NumberFormatException damaged) {
            return Optional.empty();
        }
    }

    void note(String key, Entry entry) {
        try {
            Files.createDirectories(folder);
            Path unfinished = folder.resolve(key + ".new");
            Files.writeString(unfinished, entry.attempt() + " " + entry.job());
            Files.move(
                    unfinished,
                    folder.resolve(key),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
