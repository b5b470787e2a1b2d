package dev.scriptorium.ingest.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jboss.logging.Logger;

/** Makes folders and files that no other user of the machine can read, where the file system knows permissions. */
final class PrivateFiles {

    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private static final Logger LOG = Logger.getLogger(PrivateFiles.class);

    private PrivateFiles() {}

    /** Makes the folder with its parents, and takes the rights of others away from one that is there. */
    static void createFolder(Path folder) throws IOException {
        if (!isPosix(folder)) {
            Files.createDirectories(folder);
            return;
        }
        if (folder.getParent() != null) {
            Files.createDirectories(folder.getParent());
        }
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
        } catch (FileAlreadyExistsException e) {
            restrict(folder);
        }
    }

    /** A mounted volume may belong to another user: then its rights are the operator's choice. */
    private static void restrict(Path folder) throws IOException {
        if (Files.getPosixFilePermissions(folder).equals(FOLDER)) {
            return;
        }
        try {
            Files.setPosixFilePermissions(folder, FOLDER);
        } catch (FileSystemException e) {
            LOG.warnf("Other users may be able to read the folder %s: its permissions cannot be changed.", folder);
        }
    }

    /** A new file, open for writing. */
    static FileChannel create(Path file) throws IOException {
        FileAttribute<?>[] attributes = isPosix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)}
                : new FileAttribute<?>[0];
        return FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes);
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
