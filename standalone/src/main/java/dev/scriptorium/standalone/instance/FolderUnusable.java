package dev.scriptorium.standalone.instance;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;

/** Nothing can be kept in the data folder. The message says why in one sentence. */
public final class FolderUnusable extends RuntimeException {
    FolderUnusable(DataFolder data, IOException cause) {
        super("The data folder " + data.path() + " cannot be used: " + reason(data, cause) + ".", cause);
    }

    private static String reason(DataFolder data, IOException cause) {
        if (cause instanceof FileAlreadyExistsException
                || (Files.exists(data.path()) && !Files.isDirectory(data.path()))) {
            return "it is not a folder";
        }
        return cause instanceof FileSystemException problem
                ? problem.getFile() + " " + (problem.getReason() == null ? "is not accessible" : problem.getReason())
                : String.valueOf(cause.getMessage());
    }
}
