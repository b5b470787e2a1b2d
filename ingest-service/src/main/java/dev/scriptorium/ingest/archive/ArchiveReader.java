package dev.scriptorium.ingest.archive;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a zip or a tar.gz while it arrives. Nested archives are files like others. Nothing is skipped silently but folders
 * and the metadata of macOS ({@code __MACOSX/}): an archive that is cut off, damaged, encrypted or over a limit fails as a
 * whole. For one thread.
 */
public final class ArchiveReader {

    private static final int SIGNATURE = 2;
    private static final String MACOS_METADATA = "__MACOSX/";

    private final ArchiveLimits limits;
    private final Files files;
    private int entries;
    private long expanded;

    /** Takes the files of an archive. */
    @FunctionalInterface
    public interface Files {

        /** @param path with slashes, without a leading one */
        void file(String path, InputStream content) throws IOException;
    }

    public ArchiveReader(ArchiveLimits limits, Files files) {
        this.limits = limits;
        this.files = files;
    }

    /**
     * Gives every file of the archive to {@link Files}. Fails with {@code TYPE_UNSUPPORTED}, {@code DOC_CORRUPT},
     * {@code DOC_ENCRYPTED}, {@code ARCHIVE_BOMB} or {@code LIMIT_EXCEEDED}. The stream is not closed.
     */
    public void read(InputStream archive) throws IOException {
        ArchiveBytes bytes = new ArchiveBytes(archive);
        BufferedInputStream buffered = new BufferedInputStream(bytes);
        buffered.mark(SIGNATURE);
        byte[] signature = buffered.readNBytes(SIGNATURE);
        buffered.reset();
        if (signature.length == SIGNATURE && signature[0] == 'P' && signature[1] == 'K') {
            readZip(buffered, bytes);
        } else if (signature.length == SIGNATURE && signature[0] == 0x1f && signature[1] == (byte) 0x8b) {
            readTar(buffered, bytes);
        } else {
            throw new FailureException(FailureCode.TYPE_UNSUPPORTED, "An archive must be a zip or a tar.gz.");
        }
    }

    private void readZip(InputStream archive, ArchiveBytes bytes) throws IOException {
        ZipArchiveInputStream zip = new ZipArchiveInputStream(archive, StandardCharsets.UTF_8.name(), true, true);
        try {
            for (ZipArchiveEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getGeneralPurposeBit().usesEncryption()) {
                    throw new FailureException(FailureCode.DOC_ENCRYPTED, "A file of the archive is encrypted.");
                }
                if (!zip.canReadEntryData(entry)) {
                    throw new FailureException(
                            FailureCode.TYPE_UNSUPPORTED,
                            "A file of the archive is compressed in a way that is not read.");
                }
                if (entry.isUnixSymlink()) {
                    throw link();
                }
                entry(entry, zip, bytes);
            }
            archive.transferTo(OutputStream.nullOutputStream());
        } catch (IOException | IllegalArgumentException e) {
            bytes.requireArrived(e);
            throw damaged(e);
        }
        // A zip that was cut off between two files looks whole but for its table of contents.
        if (bytes.zipEntries() != entries) {
            throw damaged(null);
        }
    }

    private void readTar(InputStream archive, ArchiveBytes bytes) throws IOException {
        GzipCompressorInputStream gzip;
        try {
            gzip = GzipCompressorInputStream.builder()
                    .setInputStream(archive)
                    .setDecompressConcatenated(true)
                    .get();
            TarArchiveInputStream tar = new TarArchiveInputStream(gzip, StandardCharsets.UTF_8.name());
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (!entry.isDirectory() && !entry.isFile() || entry.isLink() || entry.isSymbolicLink()) {
                    throw link();
                }
                entry(entry, tar, bytes);
            }
            // To its checksum.
            gzip.transferTo(OutputStream.nullOutputStream());
        } catch (FailureException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            bytes.requireArrived(e);
            throw damaged(e);
        }
    }

    private void entry(ArchiveEntry entry, ArchiveInputStream<?> archive, ArchiveBytes bytes) throws IOException {
        if (++entries > limits.entries()) {
            throw new FailureException(
                    FailureCode.LIMIT_EXCEEDED, "An archive may have at most " + limits.entries() + " entries.");
        }
        String path = path(entry.getName());
        if (entry.isDirectory() || path.startsWith(MACOS_METADATA)) {
            return;
        }
        files.file(path, new Expanding(archive, bytes));
    }

    private String path(String name) {
        String path = name.replace('\\', '/').replaceAll("^(\\./)+", "");
        String[] steps = path.split("/");
        if (path.startsWith("/") || path.matches("[A-Za-z]:.*")) {
            throw bad("A path in an archive must be relative.");
        }
        for (String step : steps) {
            if (step.equals("..")) {
                throw bad("A path in an archive must not lead out of it.");
            }
        }
        if (steps.length - 1 > limits.depth()) {
            throw new FailureException(
                    FailureCode.LIMIT_EXCEEDED,
                    "A file of an archive may be at most " + limits.depth() + " folders deep.");
        }
        return path;
    }

    private static FailureException link() {
        return bad("An archive must have files and folders only, and no links.");
    }

    private static FailureException bad(String reason) {
        return new FailureException(FailureCode.BAD_REQUEST, reason);
    }

    private static FailureException damaged(@Nullable Throwable cause) {
        return new FailureException(FailureCode.DOC_CORRUPT, "The archive is damaged or cut off.", cause);
    }

    /** The bytes of a file, counted with those of all files before it. */
    private final class Expanding extends InputStream {

        private final ArchiveInputStream<?> entry;
        private final ArchiveBytes bytes;

        Expanding(ArchiveInputStream<?> entry, ArchiveBytes bytes) {
            this.entry = entry;
            this.bytes = bytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count;
            try {
                count = entry.read(buffer, offset, length);
            } catch (IOException e) {
                bytes.requireArrived(e);
                throw damaged(e);
            }
            expanded += Math.max(0, count);
            if (expanded > ArchiveLimits.HARMLESS && expanded > bytes.count() * limits.ratio()) {
                throw new FailureException(
                        FailureCode.ARCHIVE_BOMB,
                        "An archive may expand to at most " + limits.ratio() + " times its size.");
            }
            return count;
        }
    }
}
