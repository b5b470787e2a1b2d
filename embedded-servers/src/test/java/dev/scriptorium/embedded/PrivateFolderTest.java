package dev.scriptorium.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
    @TempDir
    Path parent;

    @Test
    void isForItsOwnerAlone() throws IOException {
        Path folder = PrivateFolder.create(parent.resolve("new/inner"));

        assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void takesTheRightsOfOthersAwayFromAFolderThatExists() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("old"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

        PrivateFolder.create(folder);

        assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void neverLetsOthersListWhatLiesAbovePostgres() throws IOException {
        Path folder = PrivateFolder.createAbovePostgres(parent.resolve("data"));

        assertThat(Files.getPosixFilePermissions(folder))
                .doesNotContain(
                        PosixFilePermission.GROUP_READ,
                        PosixFilePermission.OTHERS_READ,
                        PosixFilePermission.GROUP_WRITE,
                        PosixFilePermission.OTHERS_WRITE);
    }
}
