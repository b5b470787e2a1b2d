package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Unpacks a zip container, which most office formats are, into nothing, to see how much comes out. The sizes in its table of
 * contents are not believed, and Tika turns off the check that POI has.
 */
final class ArchiveCheck {

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final long MAX_UNPACKED = 1L << 30;
    private static final long MAX_RATIO = 100;
    /** Empty worksheets and pictures of one colour shrink a thousandfold: no bomb while they are small. */
    private static final long HARMLESS = 16L << 20;

    private ArchiveCheck() {}

    /** @throws FailureException ARCHIVE_BOMB, or DOC_CORRUPT for a container that cannot be unpacked */
    static void check(Path file) throws IOException {
        if (!isZip(file)) {
            return;
        }
        long limit = Math.min(MAX_UNPACKED, Math.max(HARMLESS, Files.size(file) * MAX_RATIO));
        try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            var entries = zip.getEntriesInPhysicalOrder();
            long left = limit;
            while (entries.hasMoreElements()) {
                ZipArchiveEntry entry = entries.nextElement();
                // An entry that is encrypted says nothing of its size; the format is refused later.
                left = zip.canReadEntryData(entry) ? skip(zip, entry, left) : left;
            }
        } catch (IOException e) {
            throw new FailureException(FailureCode.DOC_CORRUPT, "The file is a damaged or incomplete container.", e);
        }
    }

    /** What is left of the limit after an entry. */
    private static long skip(ZipFile zip, ZipArchiveEntry entry, long limit) throws IOException {
        long left = limit;
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = zip.getInputStream(entry)) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                left -= length;
                if (left < 0) {
                    throw new FailureException(
                            FailureCode.ARCHIVE_BOMB,
                            "The file would expand to more than " + MAX_RATIO + " times its size, or more than 1 GiB.");
                }
            }
        }
        return left;
    }

    private static boolean isZip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(ZIP.length), ZIP);
        }
    }
}
