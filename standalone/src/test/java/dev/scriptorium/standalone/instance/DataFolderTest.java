package dev.scriptorium.standalone.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path parent;

    @Test
    void isPrivateToTheUserWithAllThatIsInIt() throws IOException {
        DataFolder data = new DataFolder(parent.resolve("data"));

        data.create();

        assertThat(Files.getPosixFilePermissions(data.path()))
                .doesNotContain(
                        PosixFilePermission.GROUP_READ,
                        PosixFilePermission.OTHERS_READ,
                        PosixFilePermission.OTHERS_WRITE);
        try (Stream<Path> inside = Files.list(data.path())) {
            assertThat(inside)
                    .isNotEmpty()
                    .allSatisfy(path -> assertThat(Files.getPosixFilePermissions(path))
                            .isSubsetOf(PosixFilePermissions.fromString("rwx------")));
        }
    }

    @Test
    void takesTheRightsOfOthersAwayFromTheFoldersOfAnEarlierVersion() throws IOException {
        DataFolder data = new DataFolder(parent);
        Path blobs = Files.createDirectory(data.blobs());
        Files.setPosixFilePermissions(blobs, PosixFilePermissions.fromString("rwxr-xr-x"));

        data.create();

        assertThat(Files.getPosixFilePermissions(blobs)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void isOneFolderHoweverItIsSpelled() throws IOException {
        Path real = Files.createDirectory(parent.resolve("real"));
        Path link = Files.createSymbolicLink(parent.resolve("link"), real);

        assertThat(new DataFolder(link.resolve("data/../data"))).isEqualTo(new DataFolder(real.resolve("data")));
    }

    @Test
    void letsOneInstanceInAndNamesItsProcess() throws IOException {
        DataFolder data = new DataFolder(parent);
        data.create();
        assertThat(data.holder()).isEmpty();

        assertThat(data.lock()).isPresent();

        assertThat(data.lock()).isEmpty();
        assertThat(data.holder()).contains(ProcessHandle.current());
    }

    @Test
    void saysWhyItCannotBeUsed() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));

        assertThatThrownBy(() -> new DataFolder(file).create())
                .isInstanceOf(FolderUnusable.class)
                .hasMessage("The data folder " + file.toRealPath() + " cannot be used: it is not a folder.");
        assertThatThrownBy(() -> new DataFolder(file.resolve("below")).create()).isInstanceOf(FolderUnusable.class);
        assertThat(new DataFolder(file.resolve("below")).problem()).isPresent();
    }
}
