package dev.scriptorium.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Folders that other users of the machine cannot read. */
public final class PrivateFolder {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS_PASS = PosixFilePermissions.fromString("rwx--x--x");

    private PrivateFolder() {}

    /** Creates the folder and the missing ones above it, or takes the rights of others away from one that exists. */
    public static Path create(Path folder) throws IOException {
        return narrowed(folder, OWNER_ONLY);
    }

    /**
     * The same for a folder with the files of Postgres below it. Root does not run Postgres itself but by another account, so root's folder lets others pass to
     * the private folders inside, without listing them.
     */
    public static Path createAbovePostgres(Path folder) throws IOException {
        Files.createDirectories(folder.toAbsolutePath(), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        boolean root = (int) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS) == 0;
        return narrowed(folder, root ? OTHERS_PASS : OWNER_ONLY);
    }

    private static Path narrowed(Path folder, Set<PosixFilePermission> permissions) throws IOException {
        Files.createDirectories(folder.toAbsolutePath(), PosixFilePermissions.asFileAttribute(permissions));
        if (!Files.getPosixFilePermissions(folder).equals(permissions)) {
            Files.setPosixFilePermissions(folder, permissions);
        }
        return folder;
    }
}
