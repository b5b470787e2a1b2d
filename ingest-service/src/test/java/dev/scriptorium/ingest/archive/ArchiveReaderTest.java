package dev.scriptorium.ingest.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveReaderTest {

    private static final ArchiveLimits LIMITS = new ArchiveLimits(4, 2, 20);
    private static final Map<String, String> LETTERS =
            Map.of("a.txt", "Good morning.", "letters/märz/b.txt", "Guten Morgen.");

    private final Map<String, String> files = new LinkedHashMap<>();

    @Test
    void keepsTheNestedPathsOfAZip() {
        read(zip(LETTERS));

        assertThat(files).isEqualTo(LETTERS);
    }

    @Test
    void keepsTheNestedPathsOfATarGz() {
        read(tarGz(LETTERS));

        assertThat(files).isEqualTo(LETTERS);
    }

    @Test
    void readsAZipThatWasWrittenInOnePass() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var zip = new java.util.zip.ZipOutputStream(out)) {
            zip.putNextEntry(new java.util.zip.ZipEntry("a.txt"));
            zip.write("Good morning.".getBytes(StandardCharsets.UTF_8));
        }

        read(out.toByteArray());

        assertThat(files).containsExactly(Map.entry("a.txt", "Good morning."));
    }

    @Test
    void passesOverFoldersAndTheMetadataOfMacOs() {
        read(zip(Map.of("letters/", "", "__MACOSX/._a.txt", "x", "./a.txt", "Good morning.")));

        assertThat(files).containsExactly(Map.entry("a.txt", "Good morning."));
    }

    @Test
    void refusesAnArchiveThatIsCutOffAnywhere() {
        byte[] zip = zip(LETTERS);
        byte[] tar = tarGz(LETTERS);

        for (int length = 2; length < zip.length; length++) {
            assertFails(FailureCode.DOC_CORRUPT, Arrays.copyOf(zip, length));
        }
        for (int length = 2; length < tar.length; length++) {
            assertFails(FailureCode.DOC_CORRUPT, Arrays.copyOf(tar, length));
        }
    }

    @Test
    void refusesAZipWhoseTableOfContentsHasAnotherNumberOfFiles() {
        byte[] zip = zip(LETTERS);
        zip[zip.length - 12]++;

        assertFails(FailureCode.DOC_CORRUPT, zip);
    }

    @Test
    void takesAsManyEntriesAsAllowedAndNotOneMore() {
        read(zip(Map.of("1", "a", "2", "a", "3", "a", "4", "a")));

        assertThat(files).hasSize(4);
        assertFails(FailureCode.LIMIT_EXCEEDED, zip(Map.of("1", "a", "2", "a", "3", "a", "4", "a", "5", "a")));
    }

    @Test
    void takesFilesAsDeepAsAllowedAndNotOneDeeper() {
        read(zip(Map.of("1/2/a.txt", "a")));

        assertThat(files).containsKey("1/2/a.txt");
        assertFails(FailureCode.LIMIT_EXCEEDED, zip(Map.of("1/2/3/a.txt", "a")));
    }

    @Test
    void refusesWhatExpandsBeyondTheRatio() {
        String harmless = "x".repeat((int) ArchiveLimits.HARMLESS);

        read(zip(Map.of("a.txt", harmless)));

        assertThat(files.get("a.txt")).hasSameSizeAs(harmless);
        assertFails(FailureCode.ARCHIVE_BOMB, zip(Map.of("a.txt", harmless + "x")));
        assertFails(FailureCode.ARCHIVE_BOMB, tarGz(Map.of("a.txt", harmless + "x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/a.txt", "../a.txt", "a/../../b.txt", "C:\\a.txt", "..\\a.txt"})
    void refusesAPathThatLeadsOut(String path) {
        assertFails(FailureCode.BAD_REQUEST, zip(Map.of(path, "a")));
    }

    @Test
    void refusesLinks() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            TarArchiveEntry link = new TarArchiveEntry("a.txt", TarConstants.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
        }

        assertFails(FailureCode.BAD_REQUEST, out.toByteArray());
    }

    @Test
    void refusesAnEncryptedFile() {
        byte[] zip = zip(Map.of("a.txt", "Good morning."));
        zip[6] |= 1;

        assertFails(FailureCode.DOC_ENCRYPTED, zip);
    }

    @Test
    void refusesWhatIsNoArchive() {
        assertFails(FailureCode.TYPE_UNSUPPORTED, "Good morning.".getBytes(StandardCharsets.UTF_8));
        assertFails(FailureCode.TYPE_UNSUPPORTED, new byte[0]);
    }

    @Test
    void readsAnEmptyArchive() {
        read(zip(Map.of()));

        assertThat(files).isEmpty();
    }

    private void read(byte[] archive) {
        try {
            new ArchiveReader(
                            LIMITS,
                            (path, content) ->
                                    files.put(path, new String(content.readAllBytes(), StandardCharsets.UTF_8)))
                    .read(new ByteArrayInputStream(archive));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertFails(FailureCode code, byte[] archive) {
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> read(archive))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private static byte[] zip(Map<String, String> files) {
        SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(channel)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putArchiveEntry(new ZipArchiveEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.copyOf(channel.array(), (int) channel.size());
    }

    private static byte[] tarGz(Map<String, String> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out), "UTF-8")) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                byte[] bytes = file.getValue().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(bytes.length);
                tar.putArchiveEntry(entry);
                tar.write(bytes);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
