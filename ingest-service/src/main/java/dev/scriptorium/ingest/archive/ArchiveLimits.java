package dev.scriptorium.ingest.archive;

/**
 * What an archive may be.
 *
 * @param entries files and folders
 * @param depth folders above a file
 * @param ratio how many times its size it may expand to, once that is more than {@link #HARMLESS}
 */
public record ArchiveLimits(int entries, int depth, int ratio) {

    /** Bytes that come out of an archive before its ratio counts: small files of one character shrink a thousandfold. */
    static final long HARMLESS = 16L << 20;
}
