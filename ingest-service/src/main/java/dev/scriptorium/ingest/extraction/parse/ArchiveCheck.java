package dev.scriptorium.ingest.extraction.parse;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Looks at the table of contents of a zip container, which most office formats are, before anything unpacks it. A table
 * that lies is found by the parsers, which count what they unpack.
 */
final class ArchiveCheck {

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final long MAX_UNPACKED = 1L << 30;
    private static final long MAX_RATIO = 100;
    /** Empty worksheets and pictures of one colour shrink a thousandfold: no bomb while they are small. */
    private static final long HARMLESS = 16L << 20;

    private ArchiveCheck() {}

    /** @throws FailureException ARCHIVE_BOMB or, for a container without a readable table of contents, DOC_CORRUPT */
    static void check(Path file) throws IOException {
        if (!isZip(file)) {
            return;
        }
        long unpacked = 0;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            var entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                unpacked += Math.max(0, entry.getSize());
                if (unpacked > MAX_UNPACKED) {
                    break;
                }
            }
        } catch (ZipException e) {
            throw new FailureException(FailureCode.DOC_CORRUPT, "The file is a damaged or incomplete container.", e);
        }
        if (unpacked > MAX_UNPACKED || (unpacked > HARMLESS && unpacked / MAX_RATIO > Files.size(file))) {
            throw new FailureException(
                    FailureCode.ARCHIVE_BOMB, "The file would expand to more than " + MAX_RATIO + " times its size.");
        }
    }

    private static boolean isZip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(ZIP.length), ZIP);
        }
    }
}
